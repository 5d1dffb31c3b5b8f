import { setTimeout as pause } from "node:timers/promises";
import type { TlsWay } from "@stackbench/model";
import { healthz } from "../endpoints/plain.ts";
import { createClient } from "../verify/client.ts";
import { isReadyStatus } from "./is-ready-status.ts";
import { StrayWatch } from "./stray-watch.ts";
import type { Lookout } from "./stray-watch.ts";

export interface ReadyQuestion {
  host: string;
  port: number;
  /** Absent: spoken to in plain. */
  tls?: TlsWay;
  /** Absent: `/healthz`, which must answer 200. Any answer below 500 will do where an app that has none is asked for something. */
  path?: string | undefined;
  /** Of `performance.now()`, milliseconds. */
  deadline: number;
  /** Ends the waiting with the process that is waited for. */
  ended?(): boolean;
  /** Tells where the app listens in the wrong place, while it is not ready; absent where that is not to be seen. */
  lookout?: Lookout;
  /** From one question to the next, milliseconds; absent: 15. */
  pauseMs?: number;
  signal?: AbortSignal;
}

/** When a server answered rightly for the first time, milliseconds of `performance.now()`. */
interface FirstAnswer {
  /** When a connection was taken for the first time. */
  connectedAt: number;
  answeredAt: number;
  /** From the last question in vain to the first that was taken, or to the one that was answered: the most by which either may be late. */
  blindMs: number;
}

export type Readiness =
  | ({ state: "ready" } & FirstAnswer)
  | { state: "ended" }
  /**
   * `seen`: what was got last, "connection refused", "status 503 …". `stray`: "listens on 18121, not on $PORT (8000)";
   * then the deadline was not waited for where the app answers there.
   */
  | { state: "unready"; seen: string; stray?: string };

const usualPauseMs = 15;
/** An answer that takes so long is asked for again: what was listening may have been replaced. */
const answerTimeoutMs = 2_000;
/** What the last question gets at least, so that its answer, not the deadline, is what was seen last. */
const lastAnswerTimeoutMs = 500;

/** Asks over and over until the answer is 200. Rejects with the signal's reason. */
export async function untilReady(question: ReadyQuestion): Promise<Readiness> {
  const { deadline, ended, lookout, signal } = question;
  const { pauseMs = usualPauseMs } = question;
  const watch = lookout && new StrayWatch(lookout);
  let connectedAt: number | undefined;
  let blindMs = 0;
  let lastAskedAt: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    if (ended?.()) return { state: "ended" };
    const now = performance.now();
    const answerBy = now + Math.min(answerTimeoutMs, Math.max(lastAnswerTimeoutMs, deadline - now));
    const asked = await ask(question, answerBy);
    const answeredAt = performance.now();
    if (connectedAt === undefined && asked.connectedAt !== undefined) {
      const firstAt = asked.connectedAt;
      connectedAt = firstAt;
      blindMs = firstAt - (lastAskedAt ?? firstAt);
    }
    const { seen } = asked;
    if (seen === undefined) {
      blindMs = Math.max(blindMs, now - (lastAskedAt ?? now));
      return { state: "ready", connectedAt: connectedAt!, answeredAt, blindMs };
    }
    lastAskedAt = now;
    const stray = await watch?.look(seen);
    if (stray?.answers) return { state: "unready", seen, stray: stray.message };
    await pause(pauseMs, undefined, signal && { signal }).catch(() => {});
    // A pause on a busy machine may outlast the deadline: what was seen stays what is told.
    if (performance.now() < deadline) continue;
    signal?.throwIfAborted();
    if (ended?.()) return { state: "ended" };
    return { state: "unready", seen, ...(stray && { stray: stray.message }) };
  }
}

/** `seen`: what came instead of an answer of 200; undefined where that is what came. */
async function ask(
  { host, port, tls, path }: Pick<ReadyQuestion, "host" | "port" | "tls" | "path">,
  answerBy: number,
): Promise<{ seen: string | undefined; connectedAt: number | undefined }> {
  let connectedAt: number | undefined;
  try {
    const client = createClient({ host, port, ...(tls && { tls }) }, answerBy);
    const { status, body } = await client.converse(async ({ send, receive }) => {
      connectedAt = performance.now();
      await send(client.encode({ method: "GET", path: path ?? healthz.path }));
      return await receive();
    });
    if (isReadyStatus(status, path)) return { seen: undefined, connectedAt };
    const said = body.length === 0 ? "" : ` ${JSON.stringify(body.toString("utf8", 0, 200))}`;
    return { seen: `status ${status}${said}`.replaceAll(/\s+/g, " "), connectedAt };
  } catch (error) {
    return { seen: error instanceof Error ? error.message : String(error), connectedAt };
  }
}
