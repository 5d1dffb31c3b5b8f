import { readFile } from "node:fs/promises";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";
import { StackFailure } from "@stackbench/model";
import { isSecret } from "./secret-names.ts";

/** What keeps a file of a stack out of its image. */
export type Absence = "secret" | ".dockerignore";

export interface IgnoreRules {
  /** Why a path of the stack's folder is left out, written with `/`; undefined where it goes in. */
  absence(path: string): Absence | undefined;
  /** Whether something below a folder that is left out may go in all the same. */
  hasExceptions: boolean;
}

/** As Docker looks for them: the one of the Dockerfile's name goes before the folder's. */
const fileNames = ["Dockerfile.dockerignore", ".dockerignore"];

/** The rules of a stack's folder: its `.dockerignore` and the secrets. Throws StackFailure (stage `image`). */
export async function readIgnoreRules(directory: string): Promise<IgnoreRules> {
  for (const name of fileNames) {
    const text = await readIfThere(join(directory, name));
    if (text !== undefined) return ignoreRules(text, name);
  }
  return ignoreRules("", ".dockerignore");
}

/** `name` is for the error. Throws StackFailure where a pattern cannot be read. */
function ignoreRules(text: string, name: string): IgnoreRules {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#"));
  const ignored = matcher(lines, name);
  const exceptions = lines
    .map((line) => line.trim())
    .filter((line) => line.startsWith("!"))
    .map((line) => exceptionOf(line.slice(1).trim(), name));
  const isLetIn = (path: string, secrets: readonly string[]): boolean =>
    exceptions.some(
      ({ matches, names }) => matches(path) && secrets.some((secret) => names(secret)),
    );
  return {
    hasExceptions: exceptions.length > 0,
    absence: (path) => {
      // The build is by it, whatever the patterns say.
      if (path === "Dockerfile") return undefined;
      if (fileNames.includes(path) || ignored(path)) return ".dockerignore";
      const secrets = path.split("/").filter(isSecret);
      return secrets.length === 0 || isLetIn(path, secrets) ? undefined : "secret";
    },
  };
}

/** A line `!pattern`: it lets a secret in where it names it. `!src` and `!**` are about the rest that is there. */
interface Exception {
  matches(path: string): boolean;
  names(secret: string): boolean;
}

function exceptionOf(pattern: string, name: string): Exception {
  const parts = pattern.split("/").filter((part) => /[a-z0-9]/i.test(part));
  const named = parts.map((part) => matcher([part], name));
  return {
    matches: matcher([pattern], name),
    names: (secret) => named.some((matches) => matches(secret)),
  };
}

function matcher(patterns: string[], name: string): (path: string) => boolean {
  const rules = dockerignore.default({ ignorecase: false }).add(patterns);
  try {
    // It reads its patterns when they are first asked.
    rules.ignores("a");
  } catch (cause) {
    const got = (cause as Error).message;
    throw new StackFailure(
      "image",
      `${name}: expected patterns as Docker has them, got: ${got}`,
      [],
      {
        cause,
      },
    );
  }
  return (path) => rules.ignores(path);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new StackFailure("image", `${file}: cannot be read (${(cause as Error).message})`, [], {
      cause,
    });
  }
}
