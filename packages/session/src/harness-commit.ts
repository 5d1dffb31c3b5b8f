import { execFileSync } from "node:child_process";
import { ownTree, packedFrom } from "@stackbench/host/own-files";

/** Of the harness that runs: of its checkout, or of what its package was made of. Null where that is not known. */
export function ownCommit(): string | null {
  const packed = packedFrom();
  return packed ? packed.harnessCommit : harnessCommit(ownTree);
}

/**
 * `git rev-parse HEAD` of the checkout `root`, `-dirty` behind it where a tracked file was changed; null outside a
 * checkout or without git. Kept figures under `results/` are what the harness found, not what it is: a second proof of
 * the same code is not dirty because the first one appended to its file.
 */
export function harnessCommit(root: string): string | null {
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    const changed = git(
      "status",
      "--porcelain",
      "--untracked-files=no",
      "--",
      ".",
      ":(exclude)results",
    );
    return `${git("rev-parse", "HEAD")}${changed === "" ? "" : "-dirty"}`;
  } catch {
    // Not a checkout, or no git: the results then say so.
    return null;
  }
}
