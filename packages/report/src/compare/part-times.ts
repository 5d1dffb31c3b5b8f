import {
  figureByRound,
  hasLatency,
  isValid,
  neverAnsweredOf,
  type GeneratorId,
  type LoadLevel,
  type MeasuredWindow,
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
    (window) =>
      window.status === "measured" && window.planned.generator === generator && tells(window),
  ) as MeasuredWindow[];
  const carriesP99 = told.length > 0 && told.every((window) => readAt(99, part, window) !== null);
  const percent = carriesP99 ? 99 : 50;
  const unanswered = new Set(
    told
      .filter((window) => readAt(percent, part, window) === "unanswered")
      .map(({ variant }) => variant),
  );
  const arms = figureByRound(told, generator, (window) => {
    const ms = readAt(percent, part, window);
    return ms === "unanswered" ? null : ms;
  });
  for (const variant of unanswered) arms.delete(variant);
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
