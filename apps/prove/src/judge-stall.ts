import { ms, plainTable } from "@stackbench/terminal";
import type { GeneratorId, LoadLevel } from "@stackbench/model";
import { frozenLatencyMs } from "./frozen-latency.ts";
import type { Judgement, Target } from "./outcome.ts";
import { percents, type Percent, type PercentilesMs } from "./percentiles.ts";
import { describeSteal, enoughWindows, sift, targetOf } from "./undisturbed.ts";

/** As the variants of the reference servers have it. */
export const freezes = {
  "stall-long": { freezeMs: 1000, periodMs: 5000 },
  "stall-short": { freezeMs: 200, periodMs: 5000 },
} as const;
type Variant = keyof typeof freezes;
export const variants = Object.keys(freezes) as Variant[];

const ratePerSecond = 1000;

export interface Loop {
  id: string;
  generator: GeneratorId;
  level: LoadLevel;
}

export const openLoop: Loop = {
  id: "stackbench open",
  generator: "stackbench",
  level: {
    loop: "open",
    // Whoever comes in a freeze holds a connection until its end: with fewer than that the generator's own queue
    // would add to what the server does.
    connections: 1200,
    ratePerSecond,
    // Even ones: the number that Poisson arrivals put into a freeze would vary by more than the tolerance.
    arrivals: "constant",
  },
};

export const closedLoops: readonly Loop[] = (["stackbench", "autocannon"] as const).map(
  (generator) => ({
    id: `${generator} closed`,
    generator,
    level: { loop: "closed", connections: 10 },
  }),
);

/**
 * Of the freeze, at every percentile. What the analytic value leaves out is the time that the machine takes to answer all who waited, which is
 * the same at each: a share of the value would allow nothing where that is 0.
 */
const tolerance = 0.03;
/** A closed loop that says more than this share of the truth at p99 has seen the freezes after all. */
const blindShare = 0.5;

export interface StallTrial {
  variant: Variant;
  loop: string;
  answers: number;
  freezes: number;
  stealShare: number | null;
  trueMs: PercentilesMs;
  /** Open: latency from the intended start. Closed: service time. */
  reportedMs: Record<Percent, number>;
}

/** Pure. `wanted`: windows of the open loop of each variant. */
export function judgeStall(trials: readonly StallTrial[], wanted: number): Judgement {
  const targets = variants.flatMap((variant): Target[] => {
    const { freezeMs, periodMs } = freezes[variant];
    const windowsOf = (loop: string) =>
      sift(trials.filter((trial) => trial.variant === variant && trial.loop === loop));
    const open = windowsOf(openLoop.id);
    const targetsOfOpen = ([90, 99, 99.9] as const).map((at): Target => {
      const analytic = frozenLatencyMs(at, freezeMs, periodMs);
      return targetOf(
        open,
        (own) =>
          Math.max(...own.map((trial) => Math.abs(trial.reportedMs[at] - analytic))) / freezeMs,
        {
          name: `${variant}: open loop, worst error of p${at} (analytic ${ms(analytic)} ms), share of the freeze`,
          atMost: tolerance,
        },
      );
    });
    const truth = frozenLatencyMs(99, freezeMs, periodMs);
    return [
      enoughWindows(`${variant}: open-loop `, open, wanted),
      ...targetsOfOpen,
      ...closedLoops.map(({ id }) =>
        targetOf(
          windowsOf(id),
          (own) => Math.max(...own.map((trial) => trial.reportedMs[99] / truth)),
          {
            name: `${variant}: ${id}, highest p99 of service time as a share of the true latency's`,
            atMost: blindShare,
          },
        ),
      ),
    ];
  });
  return { text: table(trials), targets, figures: { trials } };
}

function table(trials: readonly StallTrial[]): string {
  const head = ["server", "loop", "answers", "freezes", "steal", ...percents.map((p) => `p${p}`)];
  const rows = variants.flatMap((variant) => {
    const { freezeMs, periodMs } = freezes[variant];
    const analytic = percents.map((p) => ms(frozenLatencyMs(p, freezeMs, periodMs)));
    return [
      [variant, "analytic", "", "", "", ...analytic],
      ...trials
        .filter((trial) => trial.variant === variant)
        .map((trial) => [
          variant,
          trial.loop,
          `${trial.answers}`,
          `${trial.freezes}`,
          describeSteal(trial),
          ...percents.map((p) => ms(trial.reportedMs[p])),
        ]),
    ];
  });
  return plainTable(head, rows);
}
