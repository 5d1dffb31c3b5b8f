import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@stackbench/contract";
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
  /** `seen` tells what the last attempt got that was not cut short. */
  | { state: "late"; seen: string };

const pauseMs = 10;
const attemptMs = 1000;
const noAnswer = "no answer";

/** Asks over and over until the answer is 200. Rejects with the signal's reason. */
export async function awaitReady(request: ReadinessRequest): Promise<Readiness> {
  const deadline = performance.now() + request.timeoutMs;
  let seen: string | undefined;
  do {
    request.signal.throwIfAborted();
    if (request.ended()) return { state: "ended" };
    const leftMs = Math.max(1, Math.ceil(deadline - performance.now()));
    const answer = await ask(request.port, request.path, Math.min(attemptMs, leftMs));
    if (answer === 200) return { state: "ready" };
    // An attempt that the deadline cut short tells less than the one before it.
    const isCutShort = answer === noAnswer && leftMs < attemptMs;
    if (!isCutShort) seen = typeof answer === "number" ? `status ${answer}` : answer;
    await sleep(pauseMs, undefined, { signal: request.signal }).catch(() => {});
  } while (performance.now() < deadline);
  request.signal.throwIfAborted();
  return request.ended() ? { state: "ended" } : { state: "late", seen: seen ?? noAnswer };
}

/** The status, or what happened instead. */
async function ask(port: number, path: string, limitMs: number): Promise<number | string> {
  const answerBy = performance.now() + limitMs;
  try {
    const client = createClient({ host: "127.0.0.1", port }, answerBy);
    return (await client.ask({ method: "GET", path })).status;
  } catch (error) {
    if (performance.now() >= answerBy) return noAnswer;
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? message;
  }
}
