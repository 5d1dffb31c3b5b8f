import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nextServer } from "@stackbench/shapes";

const configurations = ["next.config.js", "next.config.mjs", "next.config.ts"];

/** The server that its build makes, where its configuration says so (https://nextjs.org/docs/app/api-reference/config/next-config-js/output). */
export async function guessNext(
  directory: string,
): Promise<{ interface: "node"; entry: string; by: string } | undefined> {
  const name = configurations.find((file) => existsSync(join(directory, file)));
  if (name === undefined) return undefined;
  const [said] =
    /^[^/*\n]*\boutput: *["'`]standalone["'`]/m.exec(
      await readFile(join(directory, name), "utf8"),
    ) ?? [];
  if (said === undefined) return undefined;
  return {
    interface: "node",
    entry: nextServer,
    by: `${name} says output: "standalone", and the build makes it`,
  };
}
