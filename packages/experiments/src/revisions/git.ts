import { repositoryRoot } from "@stackbench/session";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface GitOptions {
  /** A folder of the checkout that is asked; this checkout where none is named. */
  root?: string;
  signal?: AbortSignal;
}

/** What git prints, run in a checkout, without its last line feed. Rejects where git is absent or refuses. */
export async function git(
  args: readonly string[],
  { root = repositoryRoot, signal }: GitOptions = {},
): Promise<string> {
  const { stdout } = await execute("git", [...args], {
    cwd: root,
    encoding: "utf8",
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.trimEnd();
}

/** The commit that a ref names in a checkout; undefined where git knows none. */
export async function commitOf(ref: string, root: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  return git(args, { root }).catch(() => undefined);
}
