import { repositoryRoot } from "@stackbench/session";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes git, here and in what is started from here, look into a repository of the test file's own: one commit of
 * this tree as it stands. What tests register is then in nobody's way, and a tree without a history can be tested.
 * Gives what takes it away again.
 */
export function useOwnRepository(): () => void {
  const gitDirectory = mkdtempSync(join(tmpdir(), "stackbench-git-"));
  const variables = { GIT_DIR: gitDirectory, GIT_WORK_TREE: repositoryRoot };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  const run = (...args: string[]) => execFileSync("git", args, { cwd: repositoryRoot });
  const author = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  run("init", "--quiet");
  run("add", "--all");
  run(...author, "commit", "--quiet", "--no-verify", "--message=The tree as it stands");
  return () => {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(gitDirectory, { recursive: true });
  };
}
