import { show } from "@stackbench/terminal";
import { median, seededRandom } from "@stackbench/statistics";
import { conclude, type Target } from "./perf/outcome.ts";
import {
  components,
  pairRatios,
  weighSplits,
  type SplitData,
  type WeighedSplit,
} from "./candidate-splits.ts";
import { resampleSplit, type Resampled } from "./resample-split.ts";

type Verified = WeighedSplit & Resampled;

/** Weighs all splits, draws the best and the worst anew, prints them, and gives the exit code. */
export function concludeSplits(
  data: SplitData,
  wanted: number,
  short: boolean,
  json: boolean,
): number {
  const weighed = weighSplits(data);
  const restarted = weighed.filter(({ mode }) => mode !== "kept-up");
  const keptUp = weighed.filter(({ mode }) => mode === "kept-up");
  const random = seededRandom(1);
  const draws = short ? 100 : 400;
  const verify = (one: WeighedSplit): Verified => ({
    ...one,
    ...resampleSplit(one, data, { draws, random }),
  });
  const best = restarted.slice(0, 2).map(verify);
  const worst = restarted.slice(-1).map(verify);
  const up = keptUp.slice(0, 1).map(verify);
  const verified = { best, worst, keptUp: up };
  if (!json) show(describeAll(data, weighed, verified));
  return conclude(
    "split",
    judgeSplits(data, wanted, short, { best, worst }),
    { weighed, verified },
    json,
  );
}

function judgeSplits(
  { blocks }: SplitData,
  wanted: number,
  short: boolean,
  { best, worst }: { best: readonly Verified[]; worst: readonly Verified[] },
): Target[] {
  const held = (["apart", "together"] as const).map((mode) => ({
    name: `blocks, ${mode}`,
    value: blocks.filter((block) => block.mode === mode).length,
    atLeast: wanted,
  }));
  const spread = {
    name: "drawn anew, spread of the best split's estimates ÷ the worst's",
    value: (best[0]?.spread ?? Number.NaN) / (worst[0]?.spread ?? Number.NaN),
    atMost: 1,
  };
  const alarms = {
    name: "drawn anew, budgets of the best split with a false verdict, low end of the exact 95 % interval",
    value: best[0]?.falseAlarms.low ?? Number.NaN,
    atMost: 0.05,
  };
  if (short) return [...held, alarms];
  const found = {
    name: 'drawn anew, budgets of the best split that find 5 % "slower"',
    value: best[0]?.found.share ?? Number.NaN,
    atLeast: 0.85,
  };
  return [...held, spread, alarms, found];
}

function describeAll(
  data: SplitData,
  weighed: readonly WeighedSplit[],
  verified: Record<"best" | "worst" | "keptUp", readonly Verified[]>,
): string {
  const { blocks, budgetSeconds } = data;
  const lines = (["apart", "together"] as const).flatMap((mode) => {
    const own = blocks.filter((block) => block.mode === mode);
    if (own.length < 2) return [];
    const half = Math.floor(own[0]!.base.throughput.length / 2) * data.windowSeconds;
    const settled = {
      mode,
      warmupSeconds: Math.min(1, half),
      windowSeconds: 1,
      windowsPerSitting: 1,
    };
    const { between, within } = components(own.map((block) => pairRatios(block, settled, data)));
    const arms = own.flatMap(({ base, head }) => [base, head]);
    return [
      `${mode.padEnd(8)}  ${own.length} blocks; log of head ÷ base: standard deviation ${percent(Math.sqrt(between))} between bring-ups, ${percent(Math.sqrt(within))} between pairs of windows; beside load ${median(arms.map(({ overheadSeconds }) => overheadSeconds)).toFixed(2)} s a sitting, ${median(arms.flatMap(({ gapSeconds }) => gapSeconds)).toFixed(3)} s a window`,
    ];
  });
  const shown = weighed.filter((_, index) => index < 15 || index >= weighed.length - 3);
  return [
    "",
    ...lines,
    "",
    `What ${budgetSeconds} s of measuring buy, the most certain first (${weighed.length} splits weighed, best 15 and worst 3 shown)`,
    "restart    warm-up   window   windows a sitting   a round   rounds   half-width   as a table would say",
    ...shown.map(describeSplit),
    "",
    "Budgets drawn anew from the measured sittings, judged by the code of tables",
    "restart    warm-up   window   windows a sitting   rounds   spread of estimates   finds 5 %   false verdicts",
    ...[...verified.best, ...verified.worst, ...verified.keptUp].map(describeVerified),
    "",
    "",
  ].join("\n");
}

function describeShape({
  mode,
  warmupSeconds,
  windowSeconds,
  windowsPerSitting,
}: WeighedSplit): string {
  return `${mode.padEnd(9)}  ${`${warmupSeconds} s`.padStart(7)}  ${`${windowSeconds} s`.padStart(7)}   ${`${windowsPerSitting}`.padStart(17)}`;
}

function describeSplit(one: WeighedSplit): string {
  return `${describeShape(one)}  ${one.roundSeconds.toFixed(1).padStart(6)} s  ${`${one.rounds}`.padStart(7)}  ${percent(one.halfWidth).padStart(11)}   ${percent(one.claimedHalfWidth).padStart(20)}`;
}

function describeVerified(one: Verified): string {
  return `${describeShape(one)}  ${`${one.rounds}`.padStart(7)}  ${percent(one.spread).padStart(20)}  ${percent(one.found.share).padStart(10)}  ${percent(one.falseAlarms.share).padStart(15)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
