import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Exit } from "./owned-process.ts";

export interface ReadinessRequest {
  port: number;
  path: string;
  timeoutMs: number;
  /** Ends the waiting with the process. */
  ended(): Exit | undefined;
  signal: AbortSignal;
}

export type Readiness =
  | { state: "ready" }
  | { state: "ended" }
  /** `seen` tells what the last attempt got. */
  | { state: "late"; seen: string };

const pauseMs = 10;

/** Asks over and over until the answer is 200. Rejects with the signal's reason. */
export async function awaitReady(request: ReadinessRequest): Promise<Readiness> {
  const deadline = performance.now() + request.timeoutMs;
  let seen = "nothing was tried";
  do {
    request.signal.throwIfAborted();
    if (request.ended()) return { state: "ended" };
    const answer = await ask(
      request.port,
      request.path,
      Math.max(1, Math.ceil(deadline - performance.now())),
    );
    if (answer === 200) return { state: "ready" };
    seen = typeof answer === "number" ? `status ${answer}` : answer;
    await sleep(pauseMs, undefined, { signal: request.signal }).catch(() => {});
  } while (performance.now() < deadline);
  request.signal.throwIfAborted();
  return request.ended() ? { state: "ended" } : { state: "late", seen };
}

/** The status, or what happened instead. */
function ask(port: number, path: string, limitMs: number): Promise<number | string> {
  return new Promise((resolve) => {
    const call = get(
      {
        host: "127.0.0.1",
        port,
        path,
        agent: false,
        signal: AbortSignal.timeout(Math.min(1000, limitMs)),
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    call.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.name === "AbortError" ? "no answer" : (error.code ?? error.message));
    });
  });
}
