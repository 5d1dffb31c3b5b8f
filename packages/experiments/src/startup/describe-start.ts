import { changeInterval, milliseconds, percentChange } from "@stackbench/report";
import type { Estimate } from "../estimate.ts";
import type { Start } from "./starts.ts";

/**
 * The answer in one sentence: `node-http:bare answers hello 112 ms (108 to 118) after its start`, and how that compares
 * with the anchor: `wsgi:gunicorn answers hello 410 ms (402 to 419) after its start: later than node-http:bare, ×3.66
 * (×3.50 to ×3.80)`.
 */
export function describeStart(start: Start): string {
  const { variant, workload, answeredMs, failure } = start;
  if (answeredMs === null) {
    const why = failure === undefined ? "no start of it was measured" : failure.message;
    return `${variant}: ${why}.`;
  }
  return `${variant} answers ${workload} ${times(answeredMs)} after its start${comparison(start)}.`;
}

function comparison({ relative }: Start): string {
  if (relative === null) return "";
  const { anchor, ratio, interval, verdict } = relative;
  const how = {
    faster: `sooner than ${anchor}`,
    slower: `later than ${anchor}`,
    tie: `as soon as ${anchor}`,
    unresolved: `not told apart from ${anchor}`,
  }[verdict];
  const ends = interval && ` (${changeInterval(ratio, interval.low, interval.high)})`;
  return `: ${how}, ${percentChange(ratio)}${ends ?? ""}`;
}

/** `112 ms (108 to 118)`. */
function times({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${milliseconds(interval.low)} to ${milliseconds(interval.high)})`;
  return `${milliseconds(estimate)} ms${ends ?? ""}`;
}
