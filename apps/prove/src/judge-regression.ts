import { inverted, median, type ArmComparison } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import { isAlarm } from "./alarm.ts";
import { describeSeconds } from "./describe-left.ts";
import { describeShare, shareOf } from "./share.ts";
import { comparisonsOf, type ComparedTrial, type Trial } from "./trial.ts";

/** By how many percent the head burns more, and how many trials are to show what becomes of it. */
export const wantedTrials: Record<Burn, number> = { 5: 10, 1: 5 };
export const longestTrialSeconds = 360;

/** By how many percent the head burns more CPU a request than the base. */
export const burns = [5, 1] as const;
export type Burn = (typeof burns)[number];

export interface RegressionTrial extends Trial {
  burn: Burn;
}

/** Throughput of the head against the base, by the code of tables. */
export function headComparison(trial: ComparedTrial): ArmComparison | undefined {
  return headAmong(comparisonsOf(trial));
}

/** CPU time per request, head ÷ base. */
export function cpuRatio({
  cpuMicros,
  ...rest
}: Omit<ComparedTrial, "throughput"> & Pick<Trial, "cpuMicros">): number {
  return headAmong(comparisonsOf({ ...rest, throughput: cpuMicros }))?.ratio ?? Number.NaN;
}

/** Whichever of the two was measured first. */
function headAmong(comparisons: readonly ArmComparison[]): ArmComparison | undefined {
  const all = [...comparisons, ...comparisons.map(inverted)];
  return all.find(({ a, b }) => a.endsWith("head") && b.endsWith("base"));
}

export function judgeRegression(
  trials: readonly RegressionTrial[],
  chosenBurns: readonly Burn[],
  short: boolean,
): Target[] {
  return chosenBurns.flatMap((burn): Target[] => {
    const wanted = short ? 1 : wantedTrials[burn];
    const own = trials.filter((trial) => trial.burn === burn);
    const heads = own.map(headComparison).filter((head) => head !== undefined);
    const name = `${burn} % more CPU a request`;
    const common: Target[] = [
      { name: `${name}: trials`, value: heads.length, atLeast: wanted },
      {
        name: `${name}: longest trial, s`,
        value: Math.max(0, ...own.map(({ wallSeconds }) => wallSeconds)),
        atMost: longestTrialSeconds,
      },
    ];
    // That the burn is what its name says, to a fifth of 5 % and to half of 1 %: more than one short trial can tell.
    const [least, most] = burn === 5 ? [1.04, 1.06] : [1.005, 1.015];
    if (!short) {
      common.push({
        name: `${name}: CPU per request, head ÷ base, median`,
        value: median(own.map(cpuRatio)),
        atLeast: least,
        atMost: most,
      });
    }
    if (burn === 1) {
      const verdicts = heads.filter(isAlarm).length;
      return [
        ...common,
        { name: `${name}: trials with "faster" or "slower"`, value: verdicts, atMost: 0 },
      ];
    }
    const wrong = heads.filter(({ ratio, verdict }) => ratio >= 1 || verdict === "faster").length;
    const found = heads.filter(({ verdict }) => verdict === "slower").length;
    const sign: Target = { name: `${name}: trials with the wrong sign`, value: wrong, atMost: 0 };
    if (short) return [...common, sign];
    return [
      ...common,
      sign,
      { name: `${name}: share found "slower"`, value: found / heads.length, atLeast: 0.9 },
    ];
  });
}

interface RegressionExtent {
  chosenBurns: readonly Burn[];
  short: boolean;
}

/** Pure. */
export function judgeTrials(
  trials: readonly RegressionTrial[],
  { chosenBurns, short }: RegressionExtent,
): Judgement {
  const summary = chosenBurns.map((burn) => {
    const own = trials.filter((trial) => trial.burn === burn);
    const heads = own.map(headComparison).filter((head) => head !== undefined);
    const count = (verdict: string) => heads.filter((head) => head.verdict === verdict).length;
    return {
      burn,
      slower: shareOf(count("slower"), heads.length),
      faster: count("faster"),
      tie: count("tie"),
      unresolved: count("unresolved"),
      medianRatio: median(heads.map(({ ratio }) => ratio)),
      medianHalfWidth: median(
        heads.map(({ low, high, ratio }) => Math.max(high - ratio, ratio - low) / ratio),
      ),
      medianCpuRatio: median(own.map(cpuRatio)),
      medianRounds: median(heads.map(({ rounds }) => rounds)),
      medianSeconds: median(own.map(({ wallSeconds }) => wallSeconds)),
    };
  });
  const tables = summary.map((one) =>
    [
      `${one.burn} % more CPU a request`,
      `  "slower"                   ${describeShare(one.slower)}`,
      `  "faster", tie, unresolved  ${one.faster}, ${one.tie}, ${one.unresolved}`,
      `  throughput, head ÷ base    ${decimals(one.medianRatio, 4)} (median), half-width ${decimals(100 * one.medianHalfWidth, 2)} %`,
      `  CPU per request            ${decimals(one.medianCpuRatio, 4)} (median)`,
      `  a trial                    ${decimals(one.medianRounds, 1)} rounds, ${describeSeconds(one.medianSeconds)} (median)`,
    ].join("\n"),
  );
  const text = `${trials.map(describeTrial).join("\n")}\n\n${tables.join("\n\n")}\n`;
  return { text, targets: judgeRegression(trials, chosenBurns, short), figures: { summary } };
}

export function describeTrial(trial: RegressionTrial): string {
  const head = headComparison(trial);
  if (!head) return `${trial.burn} %: no round that both arms have`;
  return `${trial.burn} %: ${head.verdict.padEnd(10)} ${head.ratio.toFixed(4)} (${decimals(head.low, 4)} to ${decimals(head.high, 4)}), p ${head.p.toPrecision(2)}, CPU ${decimals(cpuRatio(trial), 4)}, ${head.rounds} rounds, ${describeSeconds(trial.wallSeconds)}`;
}
