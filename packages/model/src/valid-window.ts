import type { GeneratorId } from "./generator.ts";
import { throughputOf } from "./load-result.ts";
import type { MeasuredWindow, WindowRecord } from "./run.ts";

/** Invalid windows are kept and shown, and enter no estimate. */
export function isValid({ cautions }: Pick<MeasuredWindow, "cautions">): boolean {
  return cautions.every((caution) => caution.severity !== "invalid");
}

/** Whether the window counts and yet forbids a rank: the generator or the network was the limit, or too much was lost or wrong. */
export function isUnranked(window: WindowRecord): boolean {
  return (
    window.status === "measured" &&
    isValid(window) &&
    window.cautions.some(({ severity }) => severity === "unranked")
  );
}

/** Whether the window's latency tells of the server: one that counts for what is compared may have a latency that does not. */
export function hasLatency({ cautions }: Pick<MeasuredWindow, "cautions">): boolean {
  return cautions.every(({ spoils }) => spoils !== "latency");
}

/**
 * How many right answers came while the window's counters ran, which is a little longer than the window where load runs
 * through its edges: at the window's rate. A generator without such edges has its whole load between the readings, and so
 * has a window of so many requests, which runs from a standstill to a standstill.
 */
export function answersWhileSampled({ load, use }: Pick<MeasuredWindow, "load" | "use">): number {
  const isWhole = load.kind === "totals" || load.requestsWanted !== undefined;
  return isWhole ? load.succeeded : throughputOf(load) * use.seconds;
}

/** Requests/s by variant and round; rounds without a valid window are absent. */
export type ThroughputByRound = Map<string, Map<number, number>>;

/**
 * Throughput of every variant in every round, of the valid windows among `windows`: the geometric mean where a
 * sitting held several. `windows` are of one workload and load level; those of other generators are left out.
 */
export function throughputByRound(
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): ThroughputByRound {
  return figureByRound(windows, generator, ({ load }) => throughputOf(load));
}

/** As `throughputByRound` for any positive figure of a window; null or 0 counts as not measured. */
export function figureByRound(
  windows: readonly WindowRecord[],
  generator: GeneratorId,
  figure: (window: MeasuredWindow) => number | null,
): ThroughputByRound {
  const logs = new Map<string, Map<number, number[]>>();
  for (const window of windows) {
    if (window.status !== "measured" || window.planned.generator !== generator) continue;
    const value = figure(window);
    if (!isValid(window) || value === null || !(value > 0)) continue;
    const rounds = logs.get(window.variant) ?? new Map<number, number[]>();
    logs.set(window.variant, rounds);
    rounds.set(window.round, [...(rounds.get(window.round) ?? []), Math.log(value)]);
  }
  return new Map(
    [...logs].map(([variant, rounds]) => [
      variant,
      new Map([...rounds].map(([round, values]) => [round, Math.exp(mean(values))])),
    ]),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
