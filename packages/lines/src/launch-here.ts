import { spawn } from "node:child_process";
import type { Launched } from "@stackbench/model";
import { LineQueue } from "./line-queue.ts";
import { LineSplitter, longestMessageBytes } from "./line-splitter.ts";

/**
 * Starts a program as a child of this process, in its process group and with its environment, and what is added to that.
 * Never throws: `exited` tells what is wrong.
 */
export function launchHere(
  file: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Launched {
  const child = spawn(file, parameters, { env: { ...process.env, ...environment }, stdio: "pipe" });
  const lines = new LineQueue();
  const splitter = new LineSplitter(longestMessageBytes, (line) => lines.push(line));
  child.stdout.on("data", (bytes: Buffer) => splitter.push(bytes));
  let stderrTail = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString()).slice(-4000);
  });
  // It may end before it has read all.
  child.stdin.on("error", () => {});
  const exited = new Promise<Awaited<Launched["exited"]>>((resolve) => {
    const end = (ending: Awaited<Launched["exited"]>): void => {
      splitter.end();
      lines.end();
      resolve(ending);
    };
    child.on("error", (error) => end({ code: null, signal: null, stderrTail: error.message }));
    child.on("close", (code, signal) => end({ code, signal, stderrTail }));
  });
  return {
    ...(child.pid === undefined ? {} : { pid: child.pid }),
    lines,
    write: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => void child.stdin.end(),
    exited,
    kill: (signal) => void child.kill(signal),
  };
}
