import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Launched, Launcher } from "@stackbench/model";
import { loadAgents } from "../generators.ts";

/** Starts programs as children of this process. `overrides` replaces entries, to run bundles. */
export function localLauncher(overrides: Partial<Record<string, string>> = {}): Launcher {
  return {
    launch({ entry, arguments: parameters }) {
      const entries: Partial<Record<string, string>> = { ...loadAgents, ...overrides };
      const [file, given] =
        "agent" in entry
          ? [process.execPath, [entries[entry.agent]!, ...parameters]]
          : [entry.command, [...parameters]];
      return Promise.resolve(launchChild(file, given));
    },
  };
}

function launchChild(file: string, parameters: readonly string[]): Launched {
  const child = spawn(file, parameters, { stdio: ["pipe", "pipe", "pipe"] });
  let stderrTail = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString()).slice(-4000);
  });
  child.stdin.on("error", () => {});
  const exited = new Promise<Awaited<Launched["exited"]>>((resolve) => {
    child.on("error", (error) => resolve({ code: null, signal: null, stderrTail: error.message }));
    child.on("close", (code, signal) => resolve({ code, signal, stderrTail }));
  });
  return {
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    lines: createInterface({ input: child.stdout }),
    write: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    exited,
    kill: (signal) => void child.kill(signal),
  };
}
