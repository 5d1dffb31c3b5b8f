import { spawn, type ChildProcess } from "node:child_process";
import type { AgentProgram, Launched, Launcher } from "@stackbench/model";
import { LineQueue } from "../line-queue.ts";
import { LineSplitter, longestMessageBytes } from "../line-splitter.ts";

export interface LocalLauncher extends Launcher, AsyncDisposable {
  /** How many programs so far. */
  launched: number;
}

/** Starts programs as children of this process, agents from the .ts file of each. Disposing ends what still runs, as a sitting does. */
export function launcherOf(entryOf: (agent: AgentProgram) => string): LocalLauncher {
  const running = new Set<Launched>();
  return {
    launched: 0,
    async launch({ entry, arguments: parameters }) {
      this.launched++;
      const [file, given] =
        "agent" in entry
          ? [process.execPath, [entryOf(entry.agent), ...parameters]]
          : [entry.command, parameters];
      const program = launchedBy(spawn(file, given, { stdio: "pipe" }));
      running.add(program);
      void program.exited.then(() => running.delete(program));
      return program;
    },
    async [Symbol.asyncDispose]() {
      for (const { kill } of running) kill("SIGKILL");
      await Promise.all([...running].map(({ exited }) => exited));
    },
  };
}

function launchedBy(child: ChildProcess & { stdin: NodeJS.WritableStream }): Launched {
  const lines = new LineQueue();
  const splitter = new LineSplitter(longestMessageBytes, (line) => lines.push(line));
  child.stdout!.on("data", (bytes: Buffer) => splitter.push(bytes));
  let stderrTail = "";
  child.stderr!.on("data", (chunk: Buffer) => {
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
