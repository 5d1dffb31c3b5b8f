import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readCommandLine, readMounts, readProcessTable } from "@stackbench/host";

/** Ends what runs out of a folder, unmounts what is mounted below it, and removes it. */
export async function removeMounted(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const pids = runningFrom(folder);
    for (const pid of pids) kill(pid);
    for (const place of mountsBelow(folder)) {
      try {
        execFileSync("umount", [place], { stdio: "ignore" });
      } catch {
        // Still held by what is about to end.
      }
    }
    if (pids.length === 0 && mountsBelow(folder).length === 0) break;
    await sleep(100);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Processes that name the folder in their command line: an engine's shims and containerd outlive it. */
function runningFrom(folder: string): number[] {
  return [...readProcessTable().keys()].filter(
    (pid) => pid !== process.pid && readCommandLine(pid).includes(`${folder}/`),
  );
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

/** The innermost first. */
function mountsBelow(folder: string): string[] {
  return (readMounts() ?? [])
    .map(({ path }) => path)
    .filter((place) => place === folder || place.startsWith(`${folder}/`))
    .toReversed();
}
