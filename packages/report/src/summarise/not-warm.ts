import { warmupLimitSeconds, type Experiment, type MeasuredWindow } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import type { RowCaution } from "../row.ts";

/** Growth within the later half of a warm-up from which it is told, and from which, where it is proven, no rank is given. */
const toldFrom = 1.1;
const unrankedFrom = 1.25;
/** Of its limit: the last look comes when it comes. */
const wholeFrom = 0.98;

/**
 * The caution `not-warm` for a row whose server still climbed when its warm-ups had to end, in more than half of its windows:
 * it serves more than the row says. One window alone tells it not: a machine may change its own speed meanwhile.
 */
export function notWarm(
  windows: readonly MeasuredWindow[],
  experiment: Pick<Experiment, "warmupSeconds" | "warmupAtMostSeconds">,
): RowCaution[] {
  const limitSeconds = warmupLimitSeconds(experiment);
  if (windows.length === 0 || limitSeconds === 0) return [];
  const growths = windows.map((window) => growthAtLimit(window, limitSeconds));
  const growth = median(growths.map((each) => each.growth));
  if (growth < toldFrom) return [];
  const proven = median(growths.map((each) => (each.isProven ? each.growth : 1)));
  const message = `throughput grew by ${Math.round((growth - 1) * 100)} % within the later half of warm-ups of ${limitSeconds} s, which had to end: once warm the server serves more`;
  return [
    {
      kind: "not-warm",
      severity: proven < unrankedFrom ? "note" : "unranked",
      message,
      windows: growths.filter((each) => each.growth >= toldFrom).length,
      invalidWindows: 0,
    },
  ];
}

/** Last third ÷ first third of the later half of a warm-up that ended at its limit; 1 for any other. */
function growthAtLimit({ load }: MeasuredWindow, limitSeconds: number) {
  const none = { growth: 1, isProven: false };
  if (load.kind === "totals") return none;
  const { seconds, steady, series } = load.warmUp;
  if (seconds < wholeFrom * limitSeconds) return none;
  const later = series.succeeded.slice(Math.floor(series.succeeded.length / 2));
  const third = Math.floor(later.length / 3);
  const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const [first, last] = [sumOf(later.slice(0, third)), sumOf(later.slice(later.length - third))];
  return first === 0 ? none : { growth: last / first, isProven: !steady };
}
