import {
  type Command,
  type CommandInput,
  say,
  ms,
  percent,
  plainTable,
  show,
} from "@stackbench/terminal";
import { createGenerator } from "@stackbench/load";
import { stealShareOf, type GeneratorId, type LoadLevel } from "@stackbench/model";
import { conclude, type Target } from "./outcome.ts";
import { counts, mostWindows, stealLimit } from "./undisturbed.ts";
import { frozenLatencyMs } from "./frozen-latency.ts";
import { percentilesOf, percents, type Percent, type PercentilesMs } from "./percentiles.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";

export const stallProof: Command = {
  name: "stall",
  summary: "an open loop sees a server's freezes as they are, a closed loop does not",
  options: { ...driverOption, ...proofOptions },
  run: proveStall,
};

/** As the variants of the reference servers have it. */
const freezes = {
  "stall-long": { freezeMs: 1000, periodMs: 5000 },
  "stall-short": { freezeMs: 200, periodMs: 5000 },
} as const;
type Variant = keyof typeof freezes;
const variants = Object.keys(freezes) as Variant[];

const ratePerSecond = 1000;

interface Loop {
  id: string;
  generator: GeneratorId;
  level: LoadLevel;
}

const openLoop: Loop = {
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

const closedLoops: readonly Loop[] = (["stackbench", "autocannon"] as const).map((generator) => ({
  id: `${generator} closed`,
  generator,
  level: { loop: "closed", connections: 10 },
}));

/** By percentile, of the analytic value. */
const tolerance = 0.03;
/** Where the analytic value is 0 a share of it allows nothing: an answer at once takes no longer than this. */
const atOnceMs = 1;
/** A closed loop that says more than this share of the truth at p99 has seen the freezes after all. */
const blindShare = 0.5;

interface Trial {
  variant: Variant;
  loop: string;
  answers: number;
  freezes: number;
  stealShare: number | null;
  trueMs: PercentilesMs;
  /** Open: latency from the intended start. Closed: service time. */
  reportedMs: Record<Percent, number>;
}

async function proveStall(input: CommandInput): Promise<number> {
  const short = input.switches.has("short");
  // Whole periods: wherever the first freeze lies, a window holds as many parts of freezes as make whole ones.
  const periods = short ? 1 : 6;
  const wanted = short ? 1 : 4;
  await using reference = await openReferenceServers(input, variants);
  const log = await openLog<Trial>("stall", input, { periods, driver: reference.driver });
  for (const variant of variants) {
    const seconds = (periods * freezes[variant].periodMs) / 1000;
    const isLacking = (loop: Loop): boolean => {
      const own = log.trials.filter((t) => t.variant === variant && t.loop === loop.id);
      return own.filter(counts).length < wanted && own.length < mostWindows(wanted);
    };
    const loops = [openLoop, ...closedLoops];
    while (loops.some(isLacking)) {
      await using sitting = await reference.bringUp(variant);
      for (const loop of loops.filter(isLacking)) {
        const { load, use, record } = await reference.load(sitting, {
          generator: createGenerator(loop.generator),
          level: loop.level,
          warmupSeconds: 1,
          seconds,
          seed: log.trials.length + 1,
        });
        const trial: Trial = {
          variant,
          loop: loop.id,
          answers: load.succeeded,
          freezes: record.freezes.length,
          stealShare: stealShareOf(use) ?? null,
          trueMs: percentilesOf(record.residence),
          reportedMs: percentilesOf((load.latency ?? load.serviceTime)!),
        };
        await log.append(trial);
        say(
          `${variant.padEnd(12)} ${loop.id.padEnd(18)} ${percents.map((p) => `p${p} ${ms(trial.reportedMs[p])}`).join("  ")}  steal ${percent(trial.stealShare)}`,
        );
      }
    }
  }
  return judge(log.trials, wanted, input.switches.has("json"));
}

function judge(trials: readonly Trial[], wanted: number, json: boolean): number {
  if (!json) show(`\n${table(trials)}\n`);
  const targets = variants.flatMap((variant): Target[] => {
    const { freezeMs, periodMs } = freezes[variant];
    const own = trials.filter((trial) => trial.variant === variant && counts(trial));
    const open = own.filter((trial) => trial.loop === openLoop.id);
    const targetsOfOpen = ([90, 99, 99.9] as const).map((at): Target => {
      const analytic = frozenLatencyMs(at, freezeMs, periodMs);
      const reported = open.map((trial) => trial.reportedMs[at]);
      return analytic === 0
        ? {
            name: `${variant}: open loop, worst p${at} where nothing waits, ms`,
            value: Math.max(...reported),
            atMost: atOnceMs,
          }
        : {
            name: `${variant}: open loop, worst error of p${at} (analytic ${ms(analytic)} ms), share`,
            value: Math.max(...reported.map((value) => Math.abs(value / analytic - 1))),
            atMost: tolerance,
          };
    });
    const truth = frozenLatencyMs(99, freezeMs, periodMs);
    return [
      {
        name: `${variant}: open-loop windows with steal < ${percent(stealLimit)}`,
        value: open.length,
        atLeast: wanted,
      },
      ...targetsOfOpen,
      ...closedLoops.map(({ id }) => ({
        name: `${variant}: ${id}, highest p99 of service time as a share of the true latency's`,
        value: Math.max(
          ...own.filter((trial) => trial.loop === id).map((trial) => trial.reportedMs[99] / truth),
        ),
        atMost: blindShare,
      })),
    ];
  });
  return conclude("stall", targets, { trials }, json);
}

function table(trials: readonly Trial[]): string {
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
          `${percent(trial.stealShare)}${counts(trial) ? "" : " (not counted)"}`,
          ...percents.map((p) => ms(trial.reportedMs[p])),
        ]),
    ];
  });
  return plainTable(head, rows);
}
