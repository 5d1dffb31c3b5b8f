import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { HostError, type CpuSet } from "@stackbench/model";

export interface HogTask {
  /** Each of these is burned. */
  cpus: CpuSet;
  /** Over how many seconds the share of a CPU rises from 0 to `top` (0 to 1). */
  rampSeconds: number;
  top: number;
  /** After so many seconds it ends by itself, whatever happened to its owner. */
  lifeSeconds: number;
}

export interface Hog extends AsyncDisposable {
  pids: readonly number[];
}

/** Starts one process a CPU, pinned to it by `taskset`. Disposing ends them. Throws HostError where it cannot pin. */
export async function startHog({ cpus, rampSeconds, top, lifeSeconds }: HogTask): Promise<Hog> {
  const program = fileURLToPath(new URL("./hog-program.ts", import.meta.url));
  const children: ChildProcess[] = [];
  const hog = {
    pids: [] as number[],
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map(end));
    },
  };
  for (const cpu of cpus) {
    const settings = [rampSeconds, top, lifeSeconds].map(String);
    const child = spawn("taskset", ["-c", `${cpu}`, process.execPath, program, ...settings], {
      stdio: ["pipe", "ignore", "ignore"],
      // A session of its own.
      detached: true,
    });
    // Its end is met at the write, too.
    child.stdin.on("error", () => {});
    try {
      await once(child, "spawn");
    } catch (cause) {
      await hog[Symbol.asyncDispose]();
      throw new HostError("expected the program taskset (Debian: util-linux), which pins the hog", {
        cause,
      });
    }
    children.push(child);
    hog.pids.push(child.pid!);
    preferHog(child.pid!);
  }
  return hog;
}

/**
 * A hog that waits for its turn beside a busy server takes less than it is told to, and by chance. Where the kernel
 * shares CPUs out by session first (sched_autogroup), niceness counts only inside one: so it has its own, which is nice.
 */
function preferHog(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGHEST);
    writeFileSync(`/proc/${pid}/autogroup`, `${constants.priority.PRIORITY_HIGHEST}`);
  } catch {
    // Without the right to it, or without such groups, the drift is weaker and the proof harder to pass.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
