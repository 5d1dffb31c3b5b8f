import {
  type Command,
  type CommandInput,
  say,
  percent,
  plainTable,
  show,
} from "@stackbench/terminal";
import { createGenerator, scheduleSlots } from "@stackbench/load";
import { stealShareOf, type LoadLevel } from "@stackbench/model";
import { exponentialTest } from "@stackbench/statistics";
import { conclude, type Target } from "./outcome.ts";
import { counts, mostWindows, stealLimit } from "./undisturbed.ts";
import { lindleyWait } from "./lindley-wait.ts";
import { meanMs } from "./percentiles.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";

export const queueProof: Command = {
  name: "queue",
  summary: "Poisson arrivals at one server of fixed service time wait as M/D/1 says",
  options: { ...driverOption, ...proofOptions },
  run: proveQueue,
};

/**
 * As the variant `queue` has it. A virtual CPU may stand still for some 8 ms every second without a trace of steal, and
 * whoever comes meanwhile is seen at once at its end. With 1.4 ms and 500 arrivals/s that made the mean wait 12 to 18 %
 * longer; with 5 ms hardly more than one comes in such a pause.
 */
const serviceMs = 5;
const utilisation = 0.7;
const ratePerSecond = (utilisation / serviceMs) * 1000;
const level = {
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

interface Trial {
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

async function proveQueue(input: CommandInput): Promise<number> {
  const short = input.switches.has("short");
  const seconds = short ? 2 : 10;
  // The mean wait of n arrivals varies by sqrt(29 / n) of itself at this utilisation (simulated): 2.3 % for the 56,000
  // of the long form. The 5,600 of the short one vary too much to be held against the law itself.
  const wanted = short ? 20 : 40;
  await using reference = await openReferenceServers(input, ["queue"]);
  const log = await openLog<Trial>("queue", input, { seconds, driver: reference.driver });
  const isLacking = (): boolean =>
    log.trials.filter(counts).length < wanted && log.trials.length < mostWindows(wanted);
  if (isLacking()) {
    await using sitting = await reference.bringUp("queue");
    while (isLacking()) {
      const seed = log.trials.length + 1;
      const { load, use, record } = await reference.load(sitting, {
        generator: createGenerator("stackbench"),
        level,
        warmupSeconds: 0.5,
        seconds,
        seed,
      });
      const { statistic, p } = exponentialTest(record.interArrivalsUs, ratePerSecond / 1e6);
      // Of the whole load, the second of its session: as many as the server's record has.
      const slots = scheduleSlots(level, {
        index: 0,
        threads: 1,
        seed,
        phase: 1,
        seconds: Infinity,
      });
      let left = load.schedule!.arrivalsInAll;
      const intended = () => (left-- > 0 ? slots() : Infinity);
      const trial: Trial = {
        arrivals: record.count,
        stealShare: stealShareOf(use) ?? null,
        meanWaitMs: meanMs(record.wait),
        intendedWaitMs: lindleyWait(intended, serviceMs),
        meanLatencyMs: meanMs(load.latency!),
        sendLagMeanMs: meanMs(load.sendLag!),
        distance: statistic,
        p,
      };
      await log.append(trial);
      say(
        `window ${log.trials.length}  mean wait ${trial.meanWaitMs.toFixed(3)} ms, of the intended arrivals ${trial.intendedWaitMs.toFixed(3)} ms  distance ${statistic.toFixed(4)}  p ${p.toFixed(3)}  steal ${percent(trial.stealShare)}`,
      );
    }
  }
  return judge(log.trials, { wanted, short }, input.switches.has("json"));
}

function judge(
  trials: readonly Trial[],
  { wanted, short }: { wanted: number; short: boolean },
  json: boolean,
): number {
  const own = trials.filter(counts);
  const arrivals = own.reduce((sum, trial) => sum + trial.arrivals, 0);
  const pooled = (of: (trial: Trial) => number): number =>
    own.reduce((sum, trial) => sum + of(trial) * trial.arrivals, 0) / arrivals;
  const wait = pooled((trial) => trial.meanWaitMs);
  const intended = pooled((trial) => trial.intendedWaitMs);
  const latency = pooled((trial) => trial.meanLatencyMs);
  const deviations = own.map((trial) => (trial.meanWaitMs - wait) ** 2);
  const standardError = Math.sqrt(
    deviations.reduce((sum, one) => sum + one, 0) / (own.length - 1) / own.length,
  );
  const passed = own.filter((trial) => trial.p >= testLevel).length;
  if (!json) {
    show(
      `\n${plainTable(
        ["", "measured", "of the intended arrivals", "M/D/1"],
        [
          ["mean wait, server's clock, ms", wait, intended, meanWaitMs].map(inDigits),
          ["its standard error over windows, ms", standardError, "", ""].map(inDigits),
          [
            "mean latency, our clock, ms",
            latency,
            intended + serviceMs,
            meanWaitMs + serviceMs,
          ].map(inDigits),
          ["arrivals", `${arrivals}`, "", ""],
          ["windows counted, of all", `${own.length} of ${trials.length}`, "", ""],
          [`windows that pass at ${percent(testLevel)}`, `${passed}`, "", ""],
        ],
      )}\n`,
    );
  }
  const targets: Target[] = [
    { name: `windows with steal < ${percent(stealLimit)}`, value: own.length, atLeast: wanted },
    ...errorsAgainst("the intended arrivals", { wait, latency }, intended),
    ...(short ? [] : errorsAgainst("M/D/1", { wait, latency }, meanWaitMs)),
    {
      name: `share of windows whose inter-arrival times pass as exponential (Kolmogorov-Smirnov, ${percent(testLevel)})`,
      value: passed / own.length,
      atLeast: wantedPassShare,
    },
  ];
  return conclude(
    "queue",
    targets,
    { meanWaitMs: wait, standardError, meanLatencyMs: latency, trials },
    json,
  );
}

function errorsAgainst(
  whose: string,
  { wait, latency }: { wait: number; latency: number },
  trueWaitMs: number,
): Target[] {
  const error = (value: number, truth: number) => Math.abs(value / truth - 1);
  return [
    {
      name: `mean wait by the server's record against ${whose}, error as a share`,
      value: error(wait, trueWaitMs),
      atMost: tolerance,
    },
    {
      name: `mean latency by our clock against ${whose}, error as a share`,
      value: error(latency, trueWaitMs + serviceMs),
      atMost: tolerance,
    },
  ];
}

function inDigits(value: string | number): string {
  return typeof value === "string" ? value : value.toFixed(4);
}
