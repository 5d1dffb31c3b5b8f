import type { RunRecord } from "@stackbench/model";
import { timedCases, type TimedCase } from "../../summarise/timed-cases.ts";
import { oneLine } from "../clean-text.ts";
import { namesOf } from "./file-names.ts";
import { nanosecondsPerMs, toHdr } from "./hdr.ts";

/**
 * HdrHistogram's percentile distributions, ms: `<case>.<kind>.hgrm` by file name, one a row and kind of time. What was
 * never answered is in none; each says how many those are.
 */
export function renderHgrms(run: RunRecord): Record<string, string> {
  const names = namesOf(timedCases(run));
  return Object.fromEntries([...names].map(([one, name]) => [`${name}.hgrm`, renderHgrm(one)]));
}

/** Five lines for each halving of what is beyond, as is usual. */
const linesPerHalving = 5;

function renderHgrm({ caseId, field, merged, neverAnswered }: TimedCase): string {
  // It writes as many decimals as it says to have digits. Of ms, three are too few for fast servers; four are a tick of ours.
  const hdr = Object.assign(toHdr(merged), { numberOfSignificantValueDigits: 4 });
  const distribution = hdr.outputPercentileDistribution(linesPerHalving, nanosecondsPerMs);
  const what = field === "latency" ? "latency from the intended start" : "service time";
  return `${distribution}# ${oneLine(caseId)}: ${what}, ms; ${neverAnswered} requests that were never answered rightly are not in it\n`;
}
