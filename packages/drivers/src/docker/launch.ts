import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { type Launched, type Program } from "@stackbench/model";
import { ask } from "./ask.ts";
import { LineQueue, LineSplitter, longestMessageBytes } from "@stackbench/lines";
import { FrameReader } from "./frames.ts";
import { killFromHost } from "./local-process.ts";
import { endingIn, endingOf, hostPid, type Ending } from "./program-state.ts";
import { watchEngine } from "./watch-engine.ts";

/** Where the load image keeps the bundled programs of the harness. */
const agentDirectory = "/opt/stackbench";

/** The command line of a program in the load container. */
export function commandOf(program: Program): string[] {
  const { entry } = program;
  const head =
    "agent" in entry ? ["node", `${agentDirectory}/${entry.agent}.mjs`] : [entry.command];
  return [...head, ...program.arguments];
}

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
  const stream = await ask(what, (abortSignal) =>
    exec.start({ hijack: true, stdin: true, abortSignal }),
  );
  let wasOver = false;
  // A frozen engine's stream looks like that of a program with nothing to say, and one may stay open after its program.
  const watch = watchEngine(`see whether ${command[0]} still runs`, async (abortSignal) => {
    const isOver = endingIn(await exec.inspect({ abortSignal })) !== undefined;
    if (isOver && wasOver) stream.destroy();
    wasOver = isOver;
  });
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
    for (const event of ["end", "close", "error"]) stream.on(event, () => resolve());
    watch.lost.addEventListener("abort", () => resolve(), { once: true });
  });
  let ended = false;
  const exited = closed.then(async (): Promise<Ending> => {
    ended = true;
    const ending = await endingOf(exec, watch.lost);
    watch[Symbol.dispose]();
    stream.destroy();
    splitter.end();
    lines.end();
    return { ...ending, stderrTail: stderrTail + ending.stderrTail };
  });
  const pid = await hostPid(exec).catch((error: unknown) => {
    watch[Symbol.dispose]();
    stream.destroy();
    throw error;
  });
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
      if (pid === undefined || !killFromHost(pid, container.id, signal)) {
        void killFromInside(container, pidFile, signal);
      }
      // Its end is wanted now, and only the engine tells of it.
      watch.hurry();
    },
  };
}

async function killFromInside(
  container: Docker.Container,
  pidFile: string,
  signal: string,
): Promise<void> {
  try {
    const script = `kill -${signal.replace(/^SIG/, "")} "$(cat "$0")"`;
    const Cmd = ["sh", "-c", script, pidFile];
    const exec = await ask("kill a program", (abortSignal) => container.exec({ Cmd, abortSignal }));
    const answer = await ask("kill a program", (abortSignal) =>
      exec.start({ Detach: true, abortSignal }),
    );
    // Unread, it would keep its connection, and with it this process, alive.
    answer.resume();
  } catch {
    // The container is gone, and the program with it; or the engine, which whoever waits for the program is told.
  }
}
