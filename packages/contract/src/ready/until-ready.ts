import { setTimeout as pause } from "node:timers/promises";
import { healthz } from "../endpoints/plain.ts";
import { createClient } from "../verify/client.ts";
import { StrayWatch } from "./stray-watch.ts";
import type { Lookout } from "./stray-watch.ts";

export interface ReadyQuestion {
  host: string;
  port: number;
  /** Absent: `/healthz`. */
  path?: string;
  /** Of `performance.now()`, milliseconds. */
  deadline: number;
  /** Ends the waiting with the process that is waited for. */
  ended?(): boolean;
  /** Tells where the app listens in the wrong place, while it is not ready; absent where that is not to be seen. */
  lookout?: Lookout;
  signal?: AbortSignal;
}

export type Readiness =
  | { state: "ready" }
  | { state: "ended" }
  /**
   * `seen`: what was got last, "connection refused", "status 503 …". `stray`: "listens on 18121, not on $PORT (8000)";
   * then the deadline was not waited for where the app answers there.
   */
  | { state: "unready"; seen: string; stray?: string };

const pollIntervalMs = 15;
/** An answer that takes so long is asked for again: what was listening may have been replaced. */
const answerTimeoutMs = 2_000;
/** What the last question gets at least, so that its answer, not the deadline, is what was seen last. */
const lastAnswerTimeoutMs = 500;

/** Asks over and over until the answer is 200. Rejects with the signal's reason. */
export async function untilReady(question: ReadyQuestion): Promise<Readiness> {
  const { host, port, path = healthz.path, deadline, ended, lookout, signal } = question;
  const watch = lookout && new StrayWatch(lookout);
  for (;;) {
    signal?.throwIfAborted();
    if (ended?.()) return { state: "ended" };
    const now = performance.now();
    const answerBy = now + Math.min(answerTimeoutMs, Math.max(lastAnswerTimeoutMs, deadline - now));
    const seen = await ask({ host, port, path }, answerBy);
    if (seen === undefined) return { state: "ready" };
    const stray = await watch?.look(seen);
    if (stray?.answers) return { state: "unready", seen, stray: stray.message };
    await pause(pollIntervalMs, undefined, signal && { signal }).catch(() => {});
    // A pause on a busy machine may outlast the deadline: what was seen stays what is told.
    if (performance.now() < deadline) continue;
    signal?.throwIfAborted();
    if (ended?.()) return { state: "ended" };
    return { state: "unready", seen, ...(stray && { stray: stray.message }) };
  }
}

/** Undefined where the answer is 200, else what came instead. */
async function ask(
  { host, port, path }: { host: string; port: number; path: string },
  answerBy: number,
): Promise<string | undefined> {
  try {
    const client = createClient({ host, port }, answerBy);
    const { status, body } = await client.ask({ method: "GET", path });
    if (status === 200) return undefined;
    const said = body.length === 0 ? "" : ` ${JSON.stringify(body.toString("utf8", 0, 200))}`;
    return `status ${status}${said}`.replaceAll(/\s+/g, " ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
