import { setTimeout as pause } from "node:timers/promises";
import { healthz } from "../endpoints/plain.ts";
import { createClient } from "../verify/client.ts";

const pollIntervalMs = 15;
/** An answer that takes so long is asked for again: what was listening may have been replaced. */
const answerTimeoutMs = 2_000;
/** What the last question gets at least, so that its answer, not the deadline, is what was seen last. */
const lastAnswerTimeoutMs = 500;

/**
 * Asks at the last port until it is ready, then at the one before it, and so on. A proxy comes first in the list, and is
 * asked only once what is behind it serves: asked before, it would go on with its turns unevenly shared. Gives the port
 * that was not ready at the deadline; undefined where all are.
 */
export async function firstUnready({
  host,
  ports,
  timeoutMs,
}: {
  host: string;
  ports: readonly number[];
  timeoutMs: number;
}): Promise<{ port: number; seen: string } | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (const port of ports.toReversed()) {
    const seen = await untilReady(host, port, deadline);
    if (seen !== undefined) return { port, seen: seen.replaceAll(/\s+/g, " ") };
  }
  return undefined;
}

/**
 * Asks `GET /healthz` until it answers 200. Undefined once it does, else, at the deadline, what was
 * seen last: "connection refused", "status 503 …".
 */
async function untilReady(
  host: string,
  port: number,
  deadline: number,
): Promise<string | undefined> {
  let seen = "nothing was asked";
  for (;;) {
    const now = performance.now();
    const answerBy = now + Math.min(answerTimeoutMs, Math.max(lastAnswerTimeoutMs, deadline - now));
    try {
      const client = createClient({ host, port }, answerBy);
      const { status, body } = await client.ask({ method: "GET", path: healthz.path });
      if (status === 200) return undefined;
      seen = `status ${status} ${JSON.stringify(body.toString("utf8", 0, 200))}`;
    } catch (error) {
      seen = error instanceof Error ? error.message : String(error);
    }
    await pause(pollIntervalMs);
    // A pause on a busy machine may outlast the deadline: what was seen stays what is told.
    if (performance.now() >= deadline) return seen;
  }
}
