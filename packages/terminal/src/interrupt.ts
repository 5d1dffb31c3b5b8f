import { exitCodes } from "./exit-codes.ts";

/** Thrown through the program when the person asked it to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export interface InterruptWatch extends Disposable {
  signal: AbortSignal;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the signal, so that everything is taken down in order; the second,
 * unless it is a SIGHUP, ends the program at once, and the next start removes what is left. A stderr that nobody reads any more (its terminal
 * or its pipe is closed) aborts as well, and goes on taking down however often it is written to.
 */
export function watchInterrupts(say: (line: string) => void): InterruptWatch {
  const controller = new AbortController();
  // Abort first, speak then: what is said may fail.
  const abort = (reason: string): void => {
    controller.abort(new Interrupted(reason));
    say(`${reason}: taking everything down (again to stop at once)`);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return abort(name);
    // Nobody sits at a closed terminal: a second one was handed on by pnpm or a shell.
    if (name === "SIGHUP") return;
    say("stopped at once; the next start or `pnpm bench clean` removes what is left");
    process.exit(exitCodes.interrupted);
  };
  const onClosed = (): void => {
    if (!controller.signal.aborted) abort("stderr was closed");
  };
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, onSignal);
  process.stderr.on("error", onClosed);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, onSignal);
      process.stderr.off("error", onClosed);
    },
  };
}
