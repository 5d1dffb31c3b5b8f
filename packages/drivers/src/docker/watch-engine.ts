import { EngineRefusal } from "@stackbench/model";
import type Docker from "dockerode";
import { ask } from "./ask.ts";
import { anew, hearing } from "./hearing.ts";
import { patience } from "./patience.ts";

/** Looks time and again whether the engine still answers, until it is disposed of. */
export interface EngineWatch extends Disposable {
  /** Aborted with a HostError once it does not. */
  lost: AbortSignal;
  /** Looks at once: somebody wants an end soon. */
  hurry(): void;
}

/**
 * For whatever may rightly take long: a stream of a frozen engine looks like one on which nothing happens. `look` asks
 * the engine something small; `what` says what that is.
 */
export function watchEngine(
  what: string,
  look: (abortSignal: AbortSignal) => Promise<unknown>,
): EngineWatch {
  const lost = new AbortController();
  const over = new AbortController();
  let isLooking = false;
  const lookOnce = async (): Promise<void> => {
    if (isLooking || lost.signal.aborted || over.signal.aborted) return;
    isLooking = true;
    try {
      await ask(what, look, { timeoutMs: patience.pingMs, signal: over.signal });
    } catch (error) {
      // A refusal is an answer.
      if (!over.signal.aborted && !(error instanceof EngineRefusal)) lost.abort(error);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void lookOnce(), patience.betweenPingsMs);
  return {
    lost: lost.signal,
    hurry: () => void lookOnce(),
    [Symbol.dispose]() {
      clearInterval(timer);
      over.abort(new Error("no longer watched"));
    },
  };
}

/** What to look at where there is nothing nearer. An engine that is being stopped does not answer. */
export function ping(docker: Docker): (abortSignal: AbortSignal) => Promise<unknown> {
  return (abortSignal) => hearing(anew(docker), abortSignal).ping();
}
