import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import type { Launched, Program } from "@stackbench/model";
import { ask } from "./ask.ts";
import { LineQueue } from "../lines/line-queue.ts";
import { LineSplitter } from "../lines/line-splitter.ts";
import { longestMessageBytes } from "../lines/longest-message.ts";
import { signalOfExitCode } from "./exit-message.ts";
import { FrameReader } from "./frames.ts";
import { killFromHost } from "./local-process.ts";

/** Where the load image keeps the bundled programs of the harness. */
const agentDirectory = "/opt/stackbench";

/** The command line of a program in the load container. */
export function commandOf(program: Program): string[] {
  const { entry } = program;
  const head =
    "agent" in entry ? ["node", `${agentDirectory}/${entry.agent}.mjs`] : [entry.command];
  return [...head, ...program.arguments];
}

type Ending = Awaited<Launched["exited"]>;

const stderrTailLength = 4096;

// The shell leaves its pid behind and then becomes the command: so it can be killed by number
// from inside where host and container do not see the same pids.
const announcePid = 'echo "$$" >"$0"; exec "$@"';

/** Runs a command inside a running container. Throws HostError or EngineRefusal where it cannot start. */
export async function launchIn(
  container: Docker.Container,
  command: readonly string[],
): Promise<Launched> {
  const what = `run ${command[0]}`;
  const pidFile = `/tmp/.stackbench-${randomBytes(6).toString("hex")}.pid`;
  const exec = await ask(what, (abortSignal) =>
    container.exec({
      Cmd: ["sh", "-c", announcePid, pidFile, ...command],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    }),
  );
  const stream = await ask(what, () => exec.start({ hijack: true, stdin: true }));
  const lines = new LineQueue();
  const splitter = new LineSplitter(longestMessageBytes, (line) => lines.push(line));
  const frames = new FrameReader();
  let stderrTail = "";
  stream.on("data", (chunk: Buffer) => {
    for (const { stream: from, bytes } of frames.push(chunk)) {
      if (from === "stdout") splitter.push(bytes);
      else stderrTail = (stderrTail + bytes.toString()).slice(-stderrTailLength);
    }
  });
  const closed = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
  let ended = false;
  const exited = closed.then(async (): Promise<Ending> => {
    ended = true;
    const ending = await endingOf(exec);
    stream.destroy();
    splitter.end();
    lines.end();
    return { ...ending, stderrTail: stderrTail + ending.stderrTail };
  });
  const pid = await hostPid(exec);
  return {
    ...(pid === undefined ? {} : { pid }),
    lines,
    exited,
    write: (line) => {
      if (stream.writable) stream.write(`${line}\n`);
    },
    endInput: () => {
      stream.end();
    },
    kill: (signal) => {
      if (ended) return;
      if (pid !== undefined && killFromHost(pid, container.id, signal)) return;
      void killFromInside(container, pidFile, signal);
    },
  };
}

async function hostPid(exec: Docker.Exec): Promise<number | undefined> {
  // The stream opens a moment before the program has its pid.
  for (let attempt = 0; attempt < 200; attempt++) {
    const state = await ask("inspect a program", (abortSignal) => exec.inspect({ abortSignal }));
    if (state.Pid > 0) return state.Pid;
    if (state.ExitCode !== null && !state.Running) return undefined;
    await delay(5);
  }
  return undefined;
}

/** Never rejects: that the engine is gone stands in `stderrTail`. */
async function endingOf(exec: Docker.Exec): Promise<Ending> {
  try {
    // The stream ends a moment before the engine has the exit code.
    for (let attempt = 0; attempt < 500; attempt++) {
      const state = await ask("inspect a program", (abortSignal) => exec.inspect({ abortSignal }));
      if (!state.Running && state.ExitCode !== null) {
        const signal = signalOfExitCode(state.ExitCode) ?? null;
        return { code: signal === null ? state.ExitCode : null, signal, stderrTail: "" };
      }
      await delay(10);
    }
    return { code: null, signal: null, stderrTail: "\nthe engine gave no exit code" };
  } catch (error) {
    return { code: null, signal: null, stderrTail: `\n${(error as Error).message}` };
  }
}

async function killFromInside(
  container: Docker.Container,
  pidFile: string,
  signal: string,
): Promise<void> {
  try {
    const script = `kill -${signal.replace(/^SIG/, "")} "$(cat "$0")"`;
    const exec = await container.exec({ Cmd: ["sh", "-c", script, pidFile] });
    const answer = await exec.start({ Detach: true });
    // Unread, it would keep its connection, and with it this process, alive.
    answer.resume();
  } catch {
    // The container is gone, and the program with it.
  }
}
