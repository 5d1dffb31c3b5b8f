import { repositoryRoot } from "@stackbench/session";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What git prints, run in this checkout, without its last line feed. Rejects where git is absent or refuses. */
export async function git(args: readonly string[], signal?: AbortSignal): Promise<string> {
  const { stdout } = await execute("git", [...args], {
    cwd: repositoryRoot,
    encoding: "utf8",
    ...(signal === undefined ? {} : { signal }),
  });
  return stdout.trimEnd();
}
