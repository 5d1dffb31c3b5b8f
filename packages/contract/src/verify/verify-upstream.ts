import { randomBelow } from "@stackbench/statistics";
import { requestPath, upstream } from "../endpoints/index.ts";
import { badQueryCheck } from "./bad-input.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";
import type { Examiner } from "./examiner.ts";
import { upstreamAnswer } from "./right-answers.ts";

/** A timer may fire this much early, in ms. */
const timerSlackMs = 2;

/**
 * Being late proves nothing, but an answer before its time does: nobody was waited for.
 */
async function ask(examiner: Examiner, path: string, waitedMs: number): Promise<void> {
  const startedMs = performance.now();
  const request = { method: upstream.method, path };
  const right = await examiner.ask(request, upstreamAnswer(waitedMs));
  if (!right) return;
  const tookMs = performance.now() - startedMs;
  const early = tookMs < waitedMs - timerSlackMs ? `after ${tookMs.toFixed(1)} ms` : undefined;
  examiner.expect(`GET ${path}`, `an answer after ${waitedMs} ms at the earliest`, early);
}

export const upstreamChecks: Check[] = [
  {
    workload: "upstream",
    async run(examiner, { random }) {
      // So long that a stall of this machine seldom hides that nobody was waited for.
      const drawnMs = 100 + randomBelow(100, random);
      await together([
        ask(examiner, requestPath(upstream), 50),
        ...[0, drawnMs].map((ms) => ask(examiner, requestPath(upstream, { ms }), ms)),
      ]);
    },
  },
  badQueryCheck(upstream),
];
