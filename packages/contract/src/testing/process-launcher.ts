import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Launcher } from "@stackbench/model";

/** Launches an agent as a process of this machine, whatever its name. */
export function processLauncher(entry: string): Launcher {
  return {
    async launch({ arguments: given }) {
      const child = spawn(process.execPath, [entry, ...given], { stdio: "pipe" });
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
