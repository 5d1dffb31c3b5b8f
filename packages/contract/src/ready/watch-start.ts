import { setTimeout as pause } from "node:timers/promises";
import { numbered } from "@stackbench/http1";
import type { LoadRequest } from "@stackbench/model";
import { createClient } from "../verify/client.ts";
import { untilReady, type Readiness, type ReadyQuestion } from "./until-ready.ts";

/** What is asked of a server that starts, until it is answered rightly. */
export interface StartQuestion extends Omit<ReadyQuestion, "port" | "path" | "pauseMs"> {
  /** Where load will come in first (alone over TLS, if any), then each part of an app that has several: `/healthz` is asked at all, the last one first. */
  ports: readonly number[];
  /** What is asked once all are ready. */
  request: LoadRequest;
}

/** When it came up, milliseconds of `performance.now()`. */
export interface SeenStart {
  /** When the port that load comes in at took its first connection. */
  listeningAt: number;
  /** The first right answer of `/healthz` at the last port that gave one. */
  readyAt: number;
  /** The first right answer to the request. */
  answeredAt: number;
  /** The longest time without a question before one of these: the most by which any may be late. */
  blindMs: number;
}

export type StartWatch =
  | ({ state: "answered" } & SeenStart)
  | (Exclude<Readiness, { state: "ready" }> & { port: number });

/**
 * Between two questions, milliseconds: a connection that is refused costs a starting server nothing, and one that answers
 * that it is not ready yet is asked a few hundred times a second.
 */
const pauseMs = 1;
/** What the last question gets at least, so that its answer, not the deadline, is what was seen last. */
const lastAnswerTimeoutMs = 500;

/** As `untilReady`, with a question nearly every millisecond; then the request, until its answer is right. Rejects with the signal's reason. */
export async function watchStart(question: StartQuestion): Promise<StartWatch> {
  const { ports, request, tls, ...shared } = question;
  const entry = { port: ports[0]!, ...(tls && { tls }) };
  let ready: Extract<Readiness, { state: "ready" }> | undefined;
  let blindMs = 0;
  for (const port of ports.toReversed()) {
    const readiness = await untilReady({
      ...shared,
      ...(port === entry.port ? entry : { port }),
      pauseMs,
    });
    if (readiness.state !== "ready") return { ...readiness, port };
    blindMs = Math.max(blindMs, readiness.blindMs);
    ready = readiness;
  }
  if (ready === undefined) throw new RangeError("watchStart: expected a port, got none");
  const answered = await untilAnswered({ ...shared, ...entry, request });
  if ("seen" in answered) return { state: "unready", ...answered, port: entry.port };
  return {
    state: "answered",
    listeningAt: ready.connectedAt,
    readyAt: ready.answeredAt,
    answeredAt: answered.answeredAt,
    blindMs: Math.max(blindMs, answered.blindMs),
  };
}

interface FirstRequest extends Pick<
  ReadyQuestion,
  "host" | "port" | "tls" | "deadline" | "signal"
> {
  request: LoadRequest;
}

async function untilAnswered({
  host,
  port,
  tls,
  deadline,
  signal,
  request,
}: FirstRequest): Promise<{ answeredAt: number; blindMs: number } | { seen: string }> {
  const sent = numbered(request);
  const { method, path, headers, body, expect } = sent;
  let lastAskedAt: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const now = performance.now();
    const seen = await createClient(
      { host, port, ...(tls && { tls }) },
      Math.max(deadline, now + lastAnswerTimeoutMs),
    )
      .ask({ method, path, headers, ...(body !== "" && { body }) })
      .then(
        (response) => differenceFrom(expect, response.status, response.body.length),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    const answeredAt = performance.now();
    if (seen === undefined) return { answeredAt, blindMs: now - (lastAskedAt ?? now) };
    lastAskedAt = now;
    await pause(pauseMs, undefined, signal && { signal }).catch(() => {});
    if (performance.now() >= deadline) return { seen: `${method} ${path}: ${seen}` };
  }
}

/** What is wrong with an answer, in words; its whole body is looked at by who verifies. */
function differenceFrom(
  { status, bodyBytes }: LoadRequest["expect"],
  gotStatus: number,
  gotBytes: number,
): string | undefined {
  if (gotStatus !== status) return `expected status ${status}, got ${gotStatus}`;
  if (bodyBytes === null || gotBytes === bodyBytes) return undefined;
  return `expected a body of ${bodyBytes} bytes, got ${gotBytes}`;
}
