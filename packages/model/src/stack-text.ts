import { z } from "zod";
import { toldBySomebodyElse } from "./told-variables.ts";

// What stands in a `stack.json` is written into the configuration of proxies, command lines, environments, labels and
// tables. Each kind of text holds no character that means anything there; where it is written it is quoted as well.

/** Neither control characters nor those that turn the direction of writing. Understood by readers of JSON schemas, too. */
const plain = /^[ -~\u00a0-\u2027\u202f-\u2065\u206a-\uffff]*$/;

/** The name of a variant, a shape, an interface: it stands in file names, labels and tables. */
export const idSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, "lower case letters, digits and dashes");

/** One line for people. */
export const lineSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(plain, "one line without control characters");

/** The name of a package or a program: `@nestjs/core`, `net/http`. Never a way out of a folder. */
export const programNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(
    /^@?[A-Za-z0-9][\w.+ -]*(\/[A-Za-z0-9][\w.+ -]*)*$/,
    "letters, digits, blanks and . _ + -, in parts that are joined by /",
  );

/** One word of a command. It is handed over as it is, never to a shell. */
export const commandWordSchema = z.string().min(1).max(4096).regex(plain, "no control characters");

/** The beginning of request paths, longer than the slash that the rest goes by. */
export const pathBeginningSchema = z
  .string()
  .max(200)
  .regex(
    /^\/[A-Za-z0-9._~/-]+$/,
    "a slash and more: letters, digits and . _ ~ - /, for a proxy's configuration is written with it",
  );

/** A file of the app's container: `/srv/app/index.php`. */
export const scriptSchema = z
  .string()
  .max(200)
  .regex(
    /^(\/[A-Za-z0-9_{-][A-Za-z0-9._{}-]*)+$/,
    "an absolute path: letters, digits and . _ - /, for a proxy's configuration is written with it",
  );

/** Names among others: `all`, one of them, or a glob such as `gunicorn-*`. */
export const namePatternSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9*?[\]{},!-]+$/, '"all", a name, or a glob such as "gunicorn-*"');

const variableNameSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "letters, digits and _, no digit first")
  .refine((name) => toldBySomebodyElse(name) === undefined, {
    error: ({ input }) => `another variable: ${toldBySomebodyElse(String(input))}`,
  });
const variableValueSchema = z.string().max(4096).regex(plain, "no control characters");

/** Worker processes or threads of the proxy: `PROXY_WORKERS` of `environment`. */
const proxyWorkersPattern = /^[1-9][0-9]{0,2}$/;

/** Environment variables that a variant gives its app. */
export const environmentSchema = z
  .record(variableNameSchema, variableValueSchema)
  .superRefine((environment, context) => {
    const workers = environment["PROXY_WORKERS"];
    if (workers === undefined || proxyWorkersPattern.test(workers)) return;
    const message = "a whole number from 1 to 999 as text";
    context.addIssue({ code: "custom", path: ["PROXY_WORKERS"], message });
  });

/** A version as packages and programs tell theirs: what is anything else is no version. */
export function isVersion(text: string): boolean {
  return /^[\w.+~:-]{1,64}$/.test(text);
}
