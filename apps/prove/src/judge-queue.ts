import { percent, plainTable } from "@stackbench/terminal";
import type { LoadLevel } from "@stackbench/model";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import { enoughWindows, sift, targetOf, type Sifted } from "./undisturbed.ts";

/**
 * As the variant `queue` has it. A virtual CPU may stand still for some 8 ms every second without a trace of steal, and
 * whoever comes meanwhile is seen at once at its end. With 1.4 ms and 500 arrivals/s that made the mean wait 12 to 18 %
 * longer; with 5 ms hardly more than one comes in such a pause.
 */
export const serviceMs = 5;
const utilisation = 0.7;
export const ratePerSecond = (utilisation / serviceMs) * 1000;
export const level = {
  loop: "open",
  connections: 64,
  ratePerSecond,
  arrivals: "poisson",
} as const satisfies LoadLevel;

/** Mean wait of M/D/1, rho S / (2 (1 - rho)): the Pollaczek-Khinchine formula with a service time that does not vary. */
const meanWaitMs = (utilisation * serviceMs) / (2 * (1 - utilisation));

const tolerance = 0.1;
const wantedPassShare = 0.95;

/**
 * A test at 5 % rejects 5 % of perfect windows: of 40 it would pass the 95 % wanted only half the time. At 1 % a
 * perfect generator passes at least 38 of 40 with probability 99.2 %, 19 of 20 with 98.3 % (binomial), and a window of
 * 1,400 arrivals still rejects whatever is further from the law than 4.4 % at any one point.
 */
const testLevel = 0.01;

export interface QueueTrial {
  arrivals: number;
  stealShare: number | null;
  /** By the server's clock. */
  meanWaitMs: number;
  /** Of the arrivals as they were intended, by Lindley's recursion: what chance made of the law in this window. */
  intendedWaitMs: number;
  /** By ours, from the intended start: wait and service. */
  meanLatencyMs: number;
  sendLagMeanMs: number;
  /** Kolmogorov and Smirnov's distance of the inter-arrival times from the exponential law of the asked rate. */
  distance: number;
  p: number;
}

/** Of so many windows that count. The 5,600 arrivals of the short form vary too much to be held against the law itself. */
export interface QueueExtent {
  wanted: number;
  againstLaw: boolean;
}

/** Pure. */
export function judgeQueue(
  trials: readonly QueueTrial[],
  { wanted, againstLaw }: QueueExtent,
): Judgement {
  const windows = sift(trials);
  const own = windows.undisturbed;
  const arrivals = own.reduce((sum, trial) => sum + trial.arrivals, 0);
  const pooled = (of: (trial: QueueTrial) => number): number =>
    own.reduce((sum, trial) => sum + of(trial) * trial.arrivals, 0) / arrivals;
  const wait = pooled((trial) => trial.meanWaitMs);
  const intended = pooled((trial) => trial.intendedWaitMs);
  const latency = pooled((trial) => trial.meanLatencyMs);
  const deviations = own.map((trial) => (trial.meanWaitMs - wait) ** 2);
  const standardError = Math.sqrt(
    deviations.reduce((sum, one) => sum + one, 0) / (own.length - 1) / own.length,
  );
  const passed = own.filter((trial) => trial.p >= testLevel).length;
  const text = plainTable(
    ["", "measured", "of the intended arrivals", "M/D/1"],
    [
      ["mean wait, server's clock, ms", wait, intended, meanWaitMs].map(inDigits),
      ["its standard error over windows, ms", standardError, "", ""].map(inDigits),
      ["mean latency, our clock, ms", latency, intended + serviceMs, meanWaitMs + serviceMs].map(
        inDigits,
      ),
      ["arrivals", `${arrivals}`, "", ""],
      ["windows counted, of all", `${own.length} of ${trials.length}`, "", ""],
      [`windows that pass at ${percent(testLevel)}`, `${passed}`, "", ""],
    ],
  );
  const targets: Target[] = [
    enoughWindows("", windows, wanted),
    ...errorsAgainst("the intended arrivals", windows, { wait, latency, trueWaitMs: intended }),
    ...(againstLaw
      ? errorsAgainst("M/D/1", windows, { wait, latency, trueWaitMs: meanWaitMs })
      : []),
    targetOf(windows, () => passed / own.length, {
      name: `share of windows whose inter-arrival times pass as exponential (Kolmogorov-Smirnov, ${percent(testLevel)})`,
      atLeast: wantedPassShare,
    }),
  ];
  const figures = { meanWaitMs: wait, standardError, meanLatencyMs: latency, trials };
  return { text, targets, figures };
}

function errorsAgainst(
  whose: string,
  windows: Sifted<QueueTrial>,
  { wait, latency, trueWaitMs }: { wait: number; latency: number; trueWaitMs: number },
): Target[] {
  const error = (value: number, truth: number) => Math.abs(value / truth - 1);
  return [
    targetOf(windows, () => error(wait, trueWaitMs), {
      name: `mean wait by the server's record against ${whose}, error as a share`,
      atMost: tolerance,
    }),
    targetOf(windows, () => error(latency, trueWaitMs + serviceMs), {
      name: `mean latency by our clock against ${whose}, error as a share`,
      atMost: tolerance,
    }),
  ];
}

function inDigits(value: string | number): string {
  return typeof value === "string" ? value : decimals(value, 4);
}
