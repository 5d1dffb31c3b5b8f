import { workloadParts } from "@stackbench/model";
import type { Row } from "@stackbench/report";
import { leastSquares } from "@stackbench/statistics";
import { estimateOf, type Estimate } from "../estimate.ts";
import type { Mode, ModePair } from "./mode-pairs.ts";

/** What 1 KiB more costs, where everything else is equal. */
export interface SizeCost {
  variant: string;
  /** Of requests: one workload. Of answers: a workload at several values of its parameter, by its plain name. */
  workload: string;
  what: "request" | "answer";
  isKept: boolean;
  /** Of request or answer, in rising order. */
  bytes: number[];
  /** CPU time of app and proxy, µs a KiB: the slope in each round, then over the rounds. */
  cpuMicrosPerKibibyte: Estimate;
  rounds: number;
}

const kibibyte = 1024;

/** For each mode, wherever requests or answers of several sizes were measured. */
export function sizeCostsOf(pairs: readonly ModePair[]): SizeCost[] {
  return [...ofRequests(pairs), ...ofAnswers(pairs)];
}

function ofRequests(pairs: readonly ModePair[]): SizeCost[] {
  const groups = Map.groupBy(pairs, ({ variant, workload }) => `${variant}/${workload}`);
  return [...groups.values()].flatMap((same) => {
    const [{ variant, workload }] = same as [ModePair];
    return bothModes(same, ({ pair }) => pair.paddingBytes).map((cost) => {
      return { variant, workload, what: "request" as const, ...cost };
    });
  });
}

/** Of the shortest requests: what an answer costs is asked once. */
function ofAnswers(pairs: readonly ModePair[]): SizeCost[] {
  const shortest = Math.min(...pairs.map(({ paddingBytes }) => paddingBytes));
  const known = pairs.flatMap((pair) => {
    const { workload, paddingBytes } = pair;
    if (workload === "mix" || workload === "custom" || paddingBytes > shortest) return [];
    return [{ pair, plain: workloadParts(workload).plain }];
  });
  const groups = Map.groupBy(known, ({ pair, plain }) => `${pair.variant}/${plain}`);
  return [...groups.values()].flatMap((same) => {
    const [{ pair, plain }] = same as [(typeof same)[number]];
    const own = same.map((each) => each.pair);
    return bothModes(own, ({ mode }) => mode.answerBytes).map((cost) => {
      return { variant: pair.variant, workload: plain, what: "answer" as const, ...cost };
    });
  });
}

type Sized = { pair: ModePair; mode: Mode };

function bothModes(
  pairs: readonly ModePair[],
  bytesOf: (sized: Sized) => number | null,
): Pick<SizeCost, "isKept" | "bytes" | "cpuMicrosPerKibibyte" | "rounds">[] {
  return (["kept", "renewed"] as const).flatMap((name) => {
    const points = pairs.flatMap((pair) => {
      const mode = pair[name];
      const bytes = bytesOf({ pair, mode });
      return bytes === null || mode.row.status !== "measured" ? [] : [{ bytes, row: mode.row }];
    });
    const sorted = points.toSorted((a, b) => a.bytes - b.bytes);
    // What differs by less than this is one size: the digits of an id, a date.
    if (sorted.length < 2 || sorted.at(-1)!.bytes - sorted[0]!.bytes < leastSpread) return [];
    const slopes = slopesByRound(sorted);
    if (slopes.length === 0) return [];
    return [
      {
        isKept: name === "kept",
        bytes: sorted.map(({ bytes }) => Math.round(bytes)),
        cpuMicrosPerKibibyte: estimateOf(slopes),
        rounds: slopes.length,
      },
    ];
  });
}

const leastSpread = 64;

/** µs a KiB, of each round that has all sizes: the line with the least squares through them. */
function slopesByRound(points: readonly { bytes: number; row: Row }[]): number[] {
  return points[0]!.row.byRound.flatMap(({ round }) => {
    const known = points.flatMap(({ bytes, row }) => {
      const micros = row.byRound.find((one) => one.round === round)?.cpuMicrosPerRequest ?? null;
      return micros === null ? [] : [{ x: bytes / kibibyte, y: micros }];
    });
    if (known.length < points.length) return [];
    const line = leastSquares(
      known.map(({ x }) => [1, x]),
      known.map(({ y }) => y),
    );
    return [line[1]!];
  });
}
