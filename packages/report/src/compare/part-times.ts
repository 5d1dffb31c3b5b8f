import {
  hasLatency,
  isValid,
  neverAnsweredOf,
  percentCarried,
  percentileByRound,
  type GeneratorId,
  type LoadLevel,
  type MeasuredWindow,
  type WindowReader,
  type WindowRecord,
} from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";
import type { PartFigure } from "../row.ts";
import type { Arms } from "./arms.ts";

/** How long answers to one of several kinds of request took. */
export interface PartTimes {
  figure: PartFigure;
  /** ms, by variant and round; without those variants whose percentile was never answered in some round. */
  arms: Arms;
}

/**
 * What a part, by its place in the mix, is compared by: its share of the answers is given, so that only its times tell.
 * The 99th percentile where every valid window carries it, else the median, from each round's own; latency in an open
 * loop. `windows` are of one workload and load level.
 */
export function partTimes(
  part: number,
  { loop }: Pick<LoadLevel, "loop">,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): PartTimes {
  const told = windows.filter(
    (window): window is MeasuredWindow =>
      window.status === "measured" && window.planned.generator === generator && tells(window),
  );
  const read: WindowReader = (window, percent) => readAt(percent, part, window);
  const percent = percentCarried(told, read);
  const arms = percentileByRound(percent, told, generator, read);
  return { figure: `${loop === "open" ? "latency" : "service-time"}-p${percent}`, arms };
}

function tells(window: MeasuredWindow): boolean {
  return isValid(window) && (window.load.kind !== "open" || hasLatency(window));
}

function readAt(percent: number, part: number, { load }: MeasuredWindow) {
  const own = load.kind === "totals" ? undefined : load.parts?.[part];
  if (own === undefined) return null;
  return answeredPercentileMs(own.latency ?? own.serviceTime, percent, neverAnsweredOf(own));
}
