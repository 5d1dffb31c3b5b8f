import { compareArms, randomBelow, type Random } from "@stackbench/statistics";
import { isAlarm } from "./alarm.ts";
import {
  blocksOf,
  pairRatios,
  sittingRatio,
  variance,
  type SplitData,
  type WeighedSplit,
} from "./candidate-splits.ts";
import { shareOf, type Share } from "./share.ts";

/** What came out of budgets drawn anew from the measured blocks. */
export interface Resampled {
  /** Of the estimates of head ÷ base, whose truth is 1: standard deviation of the logarithm. */
  spread: number;
  /** Budgets with "slower" had the head burned 5 % more CPU, and with a false verdict as it is. */
  found: Share;
  falseAlarms: Share;
}

/**
 * Draws whole sittings with replacement, as the split would hold them, and judges each budget by the code of tables.
 * A kept-up pair is one bring-up: all its rounds are drawn from a single block. What is drawn changes its sign at
 * random, a pair that is kept up as a whole: both arms are the same, and few blocks have no centre of exactly 0.
 * Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979) 1-26.
 */
export function resampleSplit(
  split: WeighedSplit,
  data: SplitData,
  { draws, random }: { draws: number; random: Random },
): Resampled {
  const blocks = blocksOf(split, data);
  const groups =
    split.mode === "kept-up"
      ? blocks.map((block) => pairRatios(block, split, data))
      : [blocks.map((block) => sittingRatio(block, split, data))];
  const slower = Math.log(1 / 1.05);
  const estimates: number[] = [];
  let found = 0;
  let falseAlarms = 0;
  for (let draw = 0; draw < draws; draw++) {
    const group = groups[randomBelow(groups.length, random)]!;
    const sign = () => (random() < 0.5 ? -1 : 1);
    const common = sign();
    const ratios = Array.from(
      { length: split.rounds },
      () =>
        group[randomBelow(group.length, random)]! * (split.mode === "kept-up" ? common : sign()),
    );
    const [same] = compareHead(ratios);
    const [burning] = compareHead(ratios.map((ratio) => ratio + slower));
    estimates.push(Math.log(same!.ratio));
    found += Number(burning!.verdict === "slower");
    falseAlarms += Number(isAlarm(same!));
  }
  return {
    spread: Math.sqrt(variance(estimates)),
    found: shareOf(found, draws),
    falseAlarms: shareOf(falseAlarms, draws),
  };
}

function compareHead(logRatios: readonly number[]) {
  const rounds = (value: (ratio: number) => number) =>
    new Map(logRatios.map((ratio, index) => [index + 1, value(ratio)]));
  return compareArms(
    new Map([
      ["head", rounds(Math.exp)],
      ["base", rounds(() => 1)],
    ]),
  );
}
