import { estimateClock, readClock, type ClockEstimate } from "@stackbench/statistics";
import type { NodeSampler } from "./node-watch.ts";

/** A date in whole ms is behind by less than one: two of them together by no more, either way. */
const roundedMs = 1;

/** By how much the date of one machine is ahead of that of another, now. Throws HostError. */
export async function compareDates(
  sampler: Pick<NodeSampler, "now">,
  machine: string,
  reference: string,
): Promise<ClockEstimate> {
  if (machine === reference) return { offsetMs: 0, errorMs: 0 };
  const [there, here] = [await dateOf(sampler, machine), await dateOf(sampler, reference)];
  return {
    offsetMs: there.offsetMs - here.offsetMs,
    errorMs: there.errorMs + here.errorMs + roundedMs,
  };
}

async function dateOf(sampler: Pick<NodeSampler, "now">, machine: string): Promise<ClockEstimate> {
  return estimateClock(
    await readClock(
      () => sampler.now(machine),
      () => performance.now(),
    ),
  );
}
