import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Launcher } from "@stackbench/model";

/** Launches an agent as a process of this machine, whatever its name. Disposing ends what still runs, as a sitting does. */
export function processLauncher(entry: string): Launcher & AsyncDisposable & { launched: number } {
  const running = new Set<ChildProcess>();
  return {
    launched: 0,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        [...running].map(async (child) => {
          child.kill("SIGKILL");
          await once(child, "close");
        }),
      );
    },
    async launch({ arguments: given }) {
      const child = spawn(process.execPath, [entry, ...given], { stdio: "pipe" });
      this.launched++;
      running.add(child);
      child.once("close", () => running.delete(child));
      let stderrTail = "";
      child.stderr.on("data", (chunk: Buffer) => (stderrTail += chunk.toString()));
      // It may end before it has read all.
      child.stdin.on("error", () => {});
      const exited = once(child, "close").then(([code, signal]) => ({
        code: code as number | null,
        signal: signal as string | null,
        stderrTail,
      }));
      return {
        lines: createInterface({ input: child.stdout }),
        write: (line) => void child.stdin.write(`${line}\n`),
        endInput: () => void child.stdin.end(),
        exited,
        kill: (signal) => void child.kill(signal),
      };
    },
  };
}
