import { ms, plainTable } from "@stackbench/terminal";
import { generatorFor } from "@stackbench/session";
import { median } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import { describeSteal, enoughWindows, sift, targetOf } from "./undisturbed.ts";
import { percents, type Percent, type PercentilesMs } from "./percentiles.ts";

/** A closed loop of so many connections sends about 1,000 requests/s: L = λW with the law's mean W. */
export const laws = { constant: 5, mix: 4, exponential: 5 } as const;
export type LawName = keyof typeof laws;
export const lawNames = Object.keys(laws) as LawName[];

/** The generator that is judged; all others are shown. */
export const ours = generatorFor("main");

/** By percentile: share of the truth plus ms. The 90th is shown only. */
const tolerances: Partial<Record<Percent, { share: number; ms: number }>> = {
  50: { share: 0.03, ms: 0.2 },
  99: { share: 0.05, ms: 1 },
  99.9: { share: 0.05, ms: 1 },
};

export interface LatencyTrial {
  law: LawName;
  tool: string;
  mode: string;
  /** By the server's own count and the tool's window. */
  ratePerSecond: number;
  trueCount: number;
  /** Null where the tool prints no count. */
  reportedCount: number | null;
  stealShare: number | null;
  sendLagP99Ms: number | null;
  trueMs: PercentilesMs;
  reportedMs: PercentilesMs;
}

/** How far off, as a share of what is allowed. */
export function errorOverTolerance(
  trial: Pick<LatencyTrial, "trueMs" | "reportedMs">,
  at: Percent,
): number {
  const tolerance = tolerances[at];
  const [truth, reported] = [trial.trueMs[at], trial.reportedMs[at]];
  if (!tolerance || truth === null || reported === null) return Number.NaN;
  return Math.abs(reported - truth) / (tolerance.share * truth + tolerance.ms);
}

/** Pure. `wanted`: windows of our generator at each law. */
export function judgeLatencyLaw(
  trials: readonly LatencyTrial[],
  { wanted, short }: { wanted: number; short: boolean },
): Judgement {
  const targets = lawNames.flatMap((law): Target[] => {
    const windows = sift(trials.filter((trial) => trial.tool === ours && trial.law === law));
    const own = windows.undisturbed;
    return [
      enoughWindows(`${law}: `, windows, wanted),
      targetOf(
        windows,
        () => Math.max(...own.map((trial) => Math.abs(trial.trueCount - trial.reportedCount!))),
        {
          name: `${law}: worst difference between our count of answers and the server's`,
          atMost: 0,
        },
      ),
      ...([50, 99, 99.9] as const)
        .filter((at) => own.every((trial) => carries(trial, at)))
        .filter((at) => !short || !isPausesOwn(law, at))
        .map((at) => {
          const errors = own.map((trial) => errorOverTolerance(trial, at));
          const worst = decimals(Math.max(...errors), 2);
          return targetOf(windows, () => median(errors), {
            name: `${law}: p${at}, error of the median window as a share of the tolerance (${describeTolerance(at)}; worst window ${worst})`,
            atMost: 1,
          });
        }),
    ];
  });
  return { text: table(trials), targets, figures: { trials } };
}

/**
 * Beyond p90 a constant 5 ms shows little but the pauses that the machine makes (docs/methodology.md, "Closed loop and
 * open loop"), and in a few seconds they are what they happen to be: the short form shows them, the long one judges.
 */
function isPausesOwn(law: LawName, at: Percent): boolean {
  return law === "constant" && at > 90;
}

/** The rule of all tables: a percentile rests on at least 30 answers beyond it. */
function carries({ trueCount }: LatencyTrial, at: Percent): boolean {
  return trueCount * (1 - at / 100) >= 30;
}

function describeTolerance(at: Percent): string {
  const { share, ms: milliseconds } = tolerances[at]!;
  return `${share * 100} % + ${milliseconds} ms`;
}

function table(trials: readonly LatencyTrial[]): string {
  const head = [
    "law",
    "tool",
    "req/s",
    "steal",
    ...percents.flatMap((p) => [`true p${p}`, `said`]),
  ];
  const rows = trials.map((trial) => [
    trial.law,
    trial.tool,
    trial.ratePerSecond.toFixed(0),
    describeSteal(trial),
    ...percents.flatMap((p) => [ms(trial.trueMs[p]), ms(trial.reportedMs[p])]),
  ]);
  const modes = new Map(trials.map((trial) => [trial.tool, trial.mode]));
  return `${plainTable(head, rows)}${[...modes].map(([tool, mode]) => `${tool}: ${mode}`).join("\n")}\n`;
}
