import { fixedRounds, measurementOf } from "@stackbench/experiments";
import type { Experiment } from "@stackbench/model";
import { type CommandInput, readChoice, say } from "@stackbench/terminal";
import { chooseDriver, driverChoices, readDriver } from "@stackbench/session";
import { randomInt } from "node:crypto";
import { assemblePlan, estimateDuration } from "@stackbench/plan";
import { median } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import { alarms } from "./aa.ts";
import { chooseOne, copiesOf } from "./copies.ts";
import { describeSeconds, PartsLeft } from "./describe-left.ts";
import { experimentOf, holdTrial } from "./hold-trial.ts";
import { startHog } from "./hog.ts";
import { passOn } from "./pass-on.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { readMore, type RunsAsked } from "./runs-asked.ts";
import { describeShare, shareOf } from "./share.ts";
import { settingsOf, type Trial } from "./trial.ts";

const orders = ["interleaved", "sequential"] as const;
type Order = (typeof orders)[number];
/** That nearly no trial alarms takes more of them to show than that most do. */
const wantedTrials: Record<Order, number> = { interleaved: 25, sequential: 10 };
/** Share of the server's CPUs that the hog uses at the end of a run. */
const hogTop = 0.7;

interface DriftTrial extends Trial {
  order: Order;
  hogRampSeconds: number;
}

export const driftProof = proofCommand<DriftTrial, ProofRequest>({
  name: "drift",
  summary:
    "a hog that grows through the run: interleaved rounds give no false verdict, sequential ones do",
  options: {
    order: {
      value: "name",
      help: "interleaved or sequential alone, held to the same target",
      default: "both, and sequential must fail",
    },
    trials: {
      value: "n",
      help: "how many more trials to hold of each",
      default: `until ${wantedTrials.interleaved} and ${wantedTrials.sequential} are kept`,
    },
    stack: {
      value: "id:variant",
      help: "what is compared with itself, three times",
      default: "node-http:bare",
    },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    rounds: { value: "n", help: "rounds of a trial", default: "8" },
    warmup: { value: "time", help: "load before a window, thrown away", default: "500ms" },
    duration: { value: "time", help: "length of a window", default: "1s; 400ms with --short" },
    short: {
      help: "one trial of two names in each order: no false verdict interleaved, one sequential",
    },
  },
  version: 1,
  read: readAsked,
  measure: measureDrift,
  judge: ({ trials }, asked) => judgeKept(trials, asked),
});

/** The options of its runs are without the order. */
interface ProofRequest extends RunsAsked, Extent {
  stack: string;
}

function readAsked({ values, switches }: CommandInput): ProofRequest {
  const short = switches.has("short");
  return {
    short,
    wanted: short ? { interleaved: 1, sequential: 1 } : wantedTrials,
    asked: readChoice("order", values["order"], [...orders, "both"], "both"),
    stack: values["stack"] ?? "node-http:bare",
    driver: readDriver(values),
    more: readMore("trials", values),
    options: passOn(values, {
      // The fewest that can give a verdict on two.
      rounds: "8",
      warmup: short ? "200ms" : "500ms",
      duration: short ? "400ms" : "1s",
    }),
  };
}

function ordersOf({ asked }: Pick<Extent, "asked">): Order[] {
  return orders.filter((order) => asked === "both" || asked === order);
}

async function measureDrift(
  { short, wanted, asked, stack, driver, options, ...request }: ProofRequest,
  open: OpenLog<DriftTrial>,
): Promise<ProofLog<DriftTrial>> {
  const entry = await chooseOne(stack);
  const names = ["copy-a", "copy-b", "copy-c"];
  const selected = copiesOf(entry, short ? names.slice(0, 2) : names);
  const chosen = await chooseDriver(driver);
  try {
    const experimentIn = (order: Order): Experiment =>
      fixedRounds(experimentOf(measurementOf({ order, ...options }), selected, chosen), 0);
    // The order stands in each trial: all else is the same.
    const interleaved = experimentIn("interleaved");
    const log = await open({ ...settingsOf(interleaved), hogTop });
    const held = (order: Order) => log.trials.filter((trial) => trial.order === order);
    const parts = ordersOf({ asked }).map((order) => ({
      order,
      experiment: experimentIn(order),
      more: request.more ?? Math.max(0, wanted[order] - held(order).length),
    }));
    const all = parts.reduce((sum, { more }) => sum + more, 0);
    const seconds = estimateDuration(assemblePlan(interleaved, 1)).mostSeconds;
    if (all > 0) say(`drift: ${all} trials to hold, about ${describeSeconds(seconds)} each`);
    const left = new PartsLeft("drift", all, seconds);
    for (let turn = 0; turn < Math.max(...parts.map(({ more }) => more)); turn++) {
      for (const { order, experiment, more } of parts) {
        if (turn >= more) continue;
        left.next(`${order}, trial ${held(order).length + 1}`);
        // As long as a trial really takes here, once that is known.
        const known = log.trials.map(({ wallSeconds }) => wallSeconds);
        const rampSeconds = known.length === 0 ? seconds : median(known);
        await using _hog = await startHog({
          cpus: experiment.cpus.server,
          rampSeconds,
          top: hogTop,
          lifeSeconds: 4 * seconds + 60,
        });
        const trial = await holdTrial({ selected, chosen, experiment, seed: randomInt(2 ** 31) });
        await log.append({ order, ...trial, hogRampSeconds: Math.round(rampSeconds) });
      }
    }
    return log;
  } finally {
    await chosen.driver.close();
  }
}

/** What is judged of the trials. */
interface Extent {
  wanted: Record<Order, number>;
  asked: Order | "both";
}

type JudgedTrial = Pick<Trial, "throughput" | "table" | "cautions">;

/**
 * ProofRequest for alone, sequential rounds are held to the target of interleaved ones, which they must miss. In either order
 * the hog is background load, of which the windows must tell.
 */
export function judgeDrift(
  parts: readonly { order: Order; kept: readonly JudgedTrial[] }[],
  { wanted, asked }: Extent,
): Target[] {
  return parts.flatMap(({ order, kept }): Target[] => {
    const { share, trials, low } = shareOf(kept.filter(alarms).length, kept.length);
    const told = shareOf(kept.filter(tellsOfHog).length, kept.length);
    const common: Target[] = [
      { name: `${order}: trials`, value: trials, atLeast: wanted[order] },
      { name: `${order}: trials that tell of the hog`, value: told.share, atLeast: 1 },
    ];
    const name = `${order}: trials with a false verdict`;
    if (order === "interleaved" || asked === "sequential") {
      return [...common, { name, value: share, atMost: 0.08 }];
    }
    if (wanted[order] < wantedTrials[order]) {
      return [...common, { name, value: share, atLeast: 0.5 }];
    }
    const lowEnd = `${name}, low end of the exact 95 % interval`;
    return [...common, { name: lowEnd, value: low, atLeast: 0.08 }];
  });
}

function tellsOfHog({ cautions }: JudgedTrial): boolean {
  return (cautions["background-load"] ?? 0) > 0;
}

function judgeKept(trials: readonly DriftTrial[], extent: Extent): Judgement {
  const parts = ordersOf(extent).map((order) => ({
    order,
    kept: trials.filter((trial) => trial.order === order),
  }));
  const summary = parts.map(({ order, kept }) => ({
    order,
    alarms: shareOf(kept.filter(alarms).length, kept.length),
    spread: median(kept.map(spreadOf)),
    invalidWindows: kept.reduce((sum, trial) => sum + trial.invalidWindows, 0),
  }));
  const lines = summary.map(
    (one) =>
      `${one.order.padEnd(11)}  false verdicts ${describeShare(one.alarms)}; fastest ÷ slowest window ${decimals(one.spread, 2)} (median), invalid windows ${one.invalidWindows}\n`,
  );
  return { text: lines.join(""), targets: judgeDrift(parts, extent), figures: { summary } };
}

/** Fastest window ÷ slowest of a trial: whether the hog bit. */
function spreadOf({ throughput }: Trial): number {
  const values = Object.values(throughput).flatMap((rounds) => Object.values(rounds));
  return Math.max(...values) / Math.min(...values);
}
