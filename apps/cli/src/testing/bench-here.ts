import { codeOf } from "@stackbench/terminal/start";
import { dispatch } from "../dispatch.ts";
import { runBench, type Ended } from "./run-bench.ts";
import { isInstalled } from "./tested-program.ts";

/**
 * What `runBench` gives, by this process: starting a program takes longer than to list, to report or to compare. For what
 * is told, not for what is measured, nor for how a program starts and ends. Of an installed package the program is started.
 */
export async function benchHere(args: readonly string[]): Promise<Ended> {
  return isInstalled ? await runBench(args) : await endedHere(() => dispatch(args));
}

/** The same of what a command does where it is given more than words can say. */
export async function endedHere(run: () => Promise<number>): Promise<Ended> {
  const stdout = heard(process.stdout);
  const stderr = heard(process.stderr);
  try {
    const code = await codeOf(run());
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
  }
}

/** Takes what is written to a stream, until it is released. */
function heard(stream: NodeJS.WriteStream) {
  const { write } = stream;
  const parts: string[] = [];
  stream.write = (part: string | Uint8Array, ...rest: unknown[]) => {
    parts.push(String(part));
    const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
    if (done) queueMicrotask(done);
    return true;
  };
  return {
    text: () => parts.join(""),
    release: () => {
      stream.write = write;
    },
  };
}
