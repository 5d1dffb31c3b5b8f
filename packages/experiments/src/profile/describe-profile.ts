import { changeInterval, oneLine, percentChange } from "@stackbench/report";
import type { Estimate } from "../estimate.ts";
import type { Difference, ProfilePair } from "./pairs.ts";
import type { VariantProfile } from "./profiles.ts";

const shownLibraries = 4;

/** First which revisions these are, then each variant, then each pair. */
export function answersOf(
  profiles: readonly VariantProfile[],
  pairs: readonly ProfilePair[],
  labels: { base: string; head: string } | undefined,
): string[] {
  return [
    ...(labels ? [`base is ${oneLine(labels.base)}, head is ${oneLine(labels.head)}.`] : []),
    ...profiles.map(describeProfile),
    ...pairs.map(describePair),
  ];
}

function describePair({ anchor, other, differences: [most] }: ProfilePair): string {
  const [own, against] = [anchor.row.key, other.row.key];
  if (most) return describeDifference(most, { own, against });
  return `${own}, ${against}, ${anchor.row.workload}: no function was found whose share differs by half a percentage point or more.`;
}

/**
 * The answer in one sentence: `express:bare, hello: 38.2 % (37.5 to 39.1) of the time at work goes to Node's own modules,
 * 21.0 % to express, ...; the hottest function is writev, 12.8 % (12.1 to 13.4); profiling cost 9.1 % of throughput`.
 */
export function describeProfile(profile: VariantProfile): string {
  const { row, libraries, functions, lost } = profile;
  const subject = `${row.key}, ${row.workload}`;
  const [hottest] = functions;
  if (hottest === undefined) {
    const why = lost.first?.failure.message ?? row.failure?.message ?? "nothing was at work in it";
    return `${subject}: no profile (${oneLine(why)}).`;
  }
  const parts = libraries
    .slice(0, shownLibraries)
    .filter(({ self }) => self.estimate >= 0.01)
    .map(({ library, self }, index) =>
      index === 0
        ? `${shareText(self)} of the time at work goes to ${oneLine(library)}`
        : `${shareText(self)} to ${oneLine(library)}`,
    );
  return `${subject}: ${parts.join(", ")}; the hottest function is ${oneLine(hottest.name)}, ${shareText(hottest.self)}${describeCost(profile)}.`;
}

function describeCost({ throughputRatio, lost }: VariantProfile): string {
  const gone = lost.rounds === 0 ? "" : `; ${lost.rounds} rounds have no profile`;
  if (throughputRatio === null) return gone;
  const { estimate: ratio, interval } = throughputRatio;
  const ends = interval && ` (${changeInterval(ratio, interval.low, interval.high)})`;
  return `; throughput while profiled ${percentChange(ratio)}${ends ?? ""}${gone}`;
}

/** `process.nextTick takes 12.8 % of the time at work in express:bare, 1.6 % in fastify:bare`. */
function describeDifference(
  { name, share, other }: Difference,
  { own, against }: { own: string; against: string },
): string {
  return `${oneLine(name)} takes ${shareText(share)} of the time at work in ${own}, ${shareText(other)} in ${against}.`;
}

/** `12.8 % (12.1 to 13.4)`. */
function shareText({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${tenths(interval.low)} to ${tenths(interval.high)})`;
  return `${tenths(estimate)} %${ends ?? ""}`;
}

function tenths(share: number): string {
  return (share * 100).toFixed(1);
}
