import { exitCodes } from "./exit-codes.ts";

/** Thrown through the program when the person asked it to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

export interface InterruptWatch extends Disposable {
  signal: AbortSignal;
}

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the signal, so that everything is taken down in order; the second
 * ends the program at once, and the next start removes what is left.
 */
export function watchInterrupts(say: (line: string) => void): InterruptWatch {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      say("stopped at once; the next start or `pnpm bench clean` removes what is left");
      process.exit(exitCodes.interrupted);
    }
    say(`${name}: taking everything down (again to stop at once)`);
    controller.abort(new Interrupted(name));
  };
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
