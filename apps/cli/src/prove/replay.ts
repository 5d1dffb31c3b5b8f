import { fewestRounds } from "@stackbench/plan";
import { compareArms, seededRandom, signedRankTest } from "@stackbench/statistics";
import type { Command, CommandInput } from "../command.ts";
import { conclude, type Target } from "../perf/outcome.ts";
import { readInteger } from "../read-option.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { isAlarm } from "./alarm.ts";
import { simulateArms } from "./simulate-arms.ts";
import { describeShare, shareOf, type Share } from "./share.ts";

export const replayProof: Command = {
  name: "replay",
  summary: "false alarms and coverage of the verdicts over simulated runs of equally fast arms",
  options: {
    ...proofOptions,
    sets: { value: "n", help: "simulated runs a setting", default: "2000; 200 with --short" },
    seed: { value: "n", help: "seed of the simulation", default: "1" },
    short: {
      help: "a tenth of the runs; a rate fails only where its exact interval excludes the target",
    },
  },
  run: prove,
};

const arms = 6;
const disjointPairs = ["arm-1/arm-2", "arm-3/arm-4", "arm-5/arm-6"];

export interface ReplayFigures {
  rounds: number;
  order: "interleaved" | "sequential";
  /** The size that the discrete exact test really has at "p < 0.05". */
  attainedLevel: number;
  /** Of all pairs; `disjoint` only of pairs without a common arm, which are independent. */
  pairAlarms: Share;
  disjointAlarms: Share;
  pairCoverage: Share;
  disjointCoverage: Share;
  /** Runs with any "faster" or "slower": without a margin, and with the one that tables have. */
  familyAlarms: Share;
  familyAlarmsBeyondMargin: Share;
}

async function prove(input: CommandInput): Promise<number> {
  const { values, switches } = input;
  const short = switches.has("short");
  const sets = readInteger("sets", values["sets"], short ? 200 : 2000, { min: 20, max: 1e6 });
  const seed = readInteger("seed", values["seed"], 1, { min: 0, max: 2 ** 31 - 1 });
  const fewest = fewestRounds(arms);
  const settings = [
    { rounds: fewest, order: "interleaved" },
    { rounds: 2 * fewest, order: "interleaved" },
    { rounds: fewest, order: "sequential" },
  ] as const;
  // Quick and drawn from a seed: made anew each time.
  const restarted = { ...input, switches: new Set([...switches, "restart"]) };
  const log = await openLog<ReplayFigures>("replay", restarted, { arms, sets, seed });
  for (const setting of settings) await log.append(replaySets({ ...setting, sets, seed }));
  const figures = log.trials;
  if (!switches.has("json")) process.stdout.write(`${describeReplay(figures, sets)}\n`);
  return conclude(
    "replay",
    judgeReplay(figures, short),
    { seed, sets, settings: figures },
    switches.has("json"),
  );
}

/** Simulates runs of equally fast arms and judges them by the code that judges tables. */
export function replaySets({
  rounds,
  order,
  sets,
  seed,
}: Pick<ReplayFigures, "rounds" | "order"> & { sets: number; seed: number }): ReplayFigures {
  const random = seededRandom(seed);
  const counts = { pair: 0, disjoint: 0, covered: 0, disjointCovered: 0, family: 0, beyond: 0 };
  let pairs = 0;
  for (let set = 0; set < sets; set++) {
    const values = simulateArms({ arms, rounds, order }, random);
    const comparisons = compareArms(values, { margin: 0 });
    for (const { a, b, p, low, high } of comparisons) {
      const disjoint = disjointPairs.includes(`${a}/${b}`);
      const alarm = p < 0.05;
      const covered = low <= 1 && high >= 1;
      pairs += 1;
      counts.pair += Number(alarm);
      counts.covered += Number(covered);
      counts.disjoint += Number(disjoint && alarm);
      counts.disjointCovered += Number(disjoint && covered);
    }
    counts.family += Number(comparisons.some(isAlarm));
    counts.beyond += Number(compareArms(values).some(isAlarm));
  }
  return {
    rounds,
    order,
    attainedLevel: attainedLevel(rounds, 0.05),
    pairAlarms: shareOf(counts.pair, pairs),
    disjointAlarms: shareOf(counts.disjoint, sets * disjointPairs.length),
    pairCoverage: shareOf(counts.covered, pairs),
    disjointCoverage: shareOf(counts.disjointCovered, sets * disjointPairs.length),
    familyAlarms: shareOf(counts.family, sets),
    familyAlarmsBeyondMargin: shareOf(counts.beyond, sets),
  };
}

/**
 * The largest p below `alpha` that the exact signed-rank test can give with so many rounds, which is how often it
 * gives one below `alpha`: the test is discrete.
 */
export function attainedLevel(rounds: number, alpha: number): number {
  let level = 0;
  for (let sum = 0; sum <= (rounds * (rounds + 1)) / 4; sum++) {
    const { p } = signedRankTest(differencesOfRankSum(rounds, sum));
    if (p >= alpha) break;
    level = p;
  }
  return level;
}

/** Differences of magnitudes 1 to `count` of which the positive ones' ranks have that sum. */
function differencesOfRankSum(count: number, sum: number): number[] {
  let left = sum;
  return Array.from({ length: count }, (_, index) => {
    const rank = count - index;
    if (rank > left) return -rank;
    left -= rank;
    return rank;
  });
}

/** In the short form a rate fails where its exact interval excludes the target, else where it misses it itself. */
export function judgeReplay(figures: readonly ReplayFigures[], short: boolean): Target[] {
  return figures.flatMap((one): Target[] => {
    const where = `${one.rounds} rounds, ${one.order}`;
    if (one.order === "sequential") {
      // The same noise without interleaving must be seen, else the proof could not fail.
      const name = `${where}: runs with a false verdict, which drift must cause here`;
      return [{ name, value: one.familyAlarms.share, atLeast: 0.2 }];
    }
    const [least, most] = short ? (["low", "high"] as const) : (["share", "share"] as const);
    const end = short ? " (end of the exact interval nearest the target)" : "";
    const alarms = short ? one.disjointAlarms : one.pairAlarms;
    const coverage = short ? one.disjointCoverage : one.pairCoverage;
    return [
      { name: `${where}: p < 0.05 a pair, not above${end}`, value: alarms[least], atMost: 0.06 },
      { name: `${where}: p < 0.05 a pair, not below${end}`, value: alarms[most], atLeast: 0.03 },
      {
        name: `${where}: runs with a false verdict, no margin${end}`,
        value: one.familyAlarms[least],
        atMost: 0.05,
      },
      {
        name: `${where}: runs with a false verdict, margin 3 %${end}`,
        value: one.familyAlarmsBeyondMargin[least],
        atMost: 0.05,
      },
      {
        name: `${where}: intervals that hold the truth${end}`,
        value: coverage[most],
        atLeast: 0.94,
      },
    ];
  });
}

function describeReplay(figures: readonly ReplayFigures[], sets: number): string {
  const lines = figures.map((one) =>
    [
      `${one.rounds} rounds, ${one.order}, ${sets} simulated runs of ${arms} equally fast arms`,
      `  level the exact test attains at p < 0.05    ${(100 * one.attainedLevel).toFixed(2)} %`,
      `  pairs with p < 0.05                         ${describeShare(one.pairAlarms)}`,
      `  the same, pairs without a common arm        ${describeShare(one.disjointAlarms)}`,
      `  runs with a verdict, no margin              ${describeShare(one.familyAlarms)}`,
      `  runs with a verdict, margin 3 %             ${describeShare(one.familyAlarmsBeyondMargin)}`,
      `  intervals that hold the truth               ${describeShare(one.pairCoverage)}`,
      `  the same, pairs without a common arm        ${describeShare(one.disjointCoverage)}`,
    ].join("\n"),
  );
  return `${lines.join("\n\n")}\n\nThe intervals of shares over all pairs take pairs for independent, which they are not; those without a common arm are.\n`;
}
