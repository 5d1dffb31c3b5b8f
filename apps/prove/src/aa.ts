import { measurementOf, withBaseTwice } from "@stackbench/experiments";
import { type CommandInput, readChoice, say } from "@stackbench/terminal";
import { chooseDriver, driverChoices, readDriver } from "@stackbench/session";
import { randomInt } from "node:crypto";
import { median, type ArmComparison } from "@stackbench/statistics";
import { estimateDuration, assemblePlan } from "@stackbench/plan";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import { isAlarm } from "./alarm.ts";
import { chooseOne, copiesOf, stackIdOf } from "./copies.ts";
import { describeSeconds, PartsLeft } from "./describe-left.ts";
import { experimentOf, holdTrial } from "./hold-trial.ts";
import { passOn } from "./pass-on.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { readMore, type RunsAsked } from "./runs-asked.ts";
import { describeShare, shareOf } from "./share.ts";
import {
  comparisonsOf,
  settingsOf,
  type ComparedTrial,
  type RunSettings,
  type Trial,
} from "./trial.ts";

/** Runs of each protocol, and the names that one image gets: those of `bench ab` under `pr`. */
const protocols = {
  quick: { wanted: 20, names: ["copy-a", "copy-b", "copy-c", "copy-d", "copy-e", "copy-f"] },
  pr: { wanted: 10, names: ["base", "base-again", "head"] },
} as const;
type AaProtocol = keyof typeof protocols;

export const aaProof = proofCommand<Trial, ProofRequest, RunSettings>({
  name: "aa",
  summary: "false alarms among one image under several names, by a protocol as shipped",
  options: {
    protocol: {
      value: "name",
      help: "quick (six names) or pr (the three arms of ab), with its own rule of stopping",
      default: "quick",
    },
    runs: {
      value: "n",
      help: "how many more runs to hold",
      default: `until ${protocols.quick.wanted} of quick or ${protocols.pr.wanted} of pr are kept`,
    },
    stack: { value: "id:variant", help: "what is compared with itself", default: "node-http:bare" },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    rounds: { value: "n", help: "most rounds of a run", default: "by protocol" },
    budget: { value: "time", help: "seconds of measuring a run", default: "by protocol" },
    warmup: { value: "time", help: "load before a window, thrown away", default: "by protocol" },
    duration: { value: "time", help: "length of a window", default: "by protocol" },
    short: { help: "two runs of two names and half a minute; fails where both give an alarm" },
  },
  version: 1,
  isOfAnyMachine: true,
  read: readAsked,
  // Of other protocols and stacks the settings differ: each has a file of its own.
  fileName: ({ protocol, stack }) => (protocol === "pr" ? `aa-pr-${stackIdOf(stack)}` : "aa"),
  measure: measureAa,
  judge: ({ trials, settings }, { short }) =>
    judgeAa(trials, short, settings.protocol.name === "pr" ? "pr" : "quick"),
});

interface ProofRequest extends RunsAsked {
  protocol: AaProtocol;
  stack: string;
}

function readAsked({ values, switches }: CommandInput): ProofRequest {
  const short = switches.has("short");
  const protocol = readChoice<AaProtocol>("protocol", values["protocol"], ["quick", "pr"], "quick");
  return {
    short,
    protocol,
    stack: values["stack"] ?? "node-http:bare",
    driver: readDriver(values),
    more: readMore("runs", values),
    options: {
      protocol,
      ...passOn(values, {
        rounds: undefined,
        budget: short ? "30s" : undefined,
        warmup: short ? "300ms" : undefined,
        duration: short ? "400ms" : undefined,
      }),
    },
  };
}

function wantedRuns(protocol: AaProtocol, short: boolean): number {
  return short ? 2 : protocols[protocol].wanted;
}

async function measureAa(
  { short, protocol, stack, driver, options, ...asked }: ProofRequest,
  open: OpenLog<Trial, RunSettings>,
): Promise<ProofLog<Trial, RunSettings>> {
  const entry = await chooseOne(stack);
  const selected = copiesOf(entry, protocols[protocol].names.slice(0, short ? 2 : undefined));
  const chosen = await chooseDriver(driver);
  try {
    const shipped = experimentOf(measurementOf(options), selected, chosen);
    const experiment = protocol === "pr" && !short ? withBaseTwice(shipped) : shipped;
    const log = await open(settingsOf(experiment));
    const kept = log.trials.length;
    const more = asked.more ?? Math.max(0, wantedRuns(protocol, short) - kept);
    const seconds = estimateDuration(assemblePlan(experiment, 1)).mostSeconds;
    say(`aa: ${kept} runs kept, ${more} to hold, at most ${describeSeconds(seconds)} each`);
    const left = new PartsLeft("aa", more, seconds);
    for (let held = 0; held < more; held++) {
      left.next(`run ${log.trials.length + 1}`);
      await log.append(await holdTrial({ selected, chosen, experiment, seed: randomInt(2 ** 31) }));
    }
    return log;
  } finally {
    await chosen.driver.close();
  }
}

type JudgedTrial = ComparedTrial & Pick<Trial, "table">;

/** A run alarms where any pair, or any row against the anchor, is "faster" or "slower". */
export function alarms(trial: JudgedTrial): boolean {
  return (
    comparisonsOf(trial).some(isAlarm) ||
    trial.table.some(({ relative }) => relative !== null && isAlarm(relative))
  );
}

/** What is judged of the runs. */
interface Judging {
  wanted: number;
  short: boolean;
  protocol: AaProtocol;
}

/**
 * The observed share must not exceed 10 %, and the rate must not be shown to exceed 5 %. Two runs of the short form
 * can only show that a rate is far above: both must alarm. Under `pr` nine in ten must end in a tie, as `bench ab` on
 * unchanged code should.
 */
export function judgeAlarms(
  trials: readonly JudgedTrial[],
  { wanted, short, protocol }: Judging,
): Target[] {
  const share = shareOf(trials.filter(alarms).length, trials.length);
  const runs: Target = { name: "runs", value: share.trials, atLeast: wanted };
  const low: Target = {
    name: "runs with a false verdict, low end of the exact 95 % interval",
    value: share.low,
    atMost: 0.05,
  };
  if (short) return [runs, low];
  const observed: Target = {
    name: "runs with a false verdict, observed",
    value: share.share,
    atMost: 0.1,
  };
  if (protocol === "quick") return [runs, observed, low];
  const ties = trials.filter(isTie).length / trials.length;
  return [
    runs,
    observed,
    low,
    { name: "runs in which head against base is a tie", value: ties, atLeast: 0.9 },
  ];
}

function isTie(trial: JudgedTrial): boolean {
  return comparisonsOf(trial).some(
    ({ a, b, verdict }) => verdict === "tie" && [a, b].every((name) => /:(base|head)$/.test(name)),
  );
}

/** Each question once: that of an arm and twins stands at its pair with either. */
function questionsOf(trial: ComparedTrial): ArmComparison[] {
  const [twin, again] = trial.looks?.twins ?? [];
  return comparisonsOf(trial).filter(({ a, b }) => {
    const other = a === again ? b : b === again ? a : twin;
    return other === twin;
  });
}

function judgeAa(trials: readonly Trial[], short: boolean, protocol: AaProtocol): Judgement {
  const family = shareOf(trials.filter(alarms).length, trials.length);
  const pairs = trials.flatMap(questionsOf);
  const perPair = shareOf(pairs.filter(({ p }) => p < 0.05).length, pairs.length);
  const covered = shareOf(
    pairs.filter(({ low, high }) => low <= 1 && high >= 1).length,
    pairs.length,
  );
  const halfWidths = pairs
    .filter(({ high }) => high < Infinity)
    .map(({ low, high, ratio }) => Math.max(ratio - low, high - ratio) / ratio);
  const figures = {
    family,
    perPair,
    covered,
    medianHalfWidth: median(halfWidths),
    medianRunSeconds: median(trials.map(({ wallSeconds }) => wallSeconds)),
    medianSteal: median(trials.flatMap(({ steal }) => (steal === null ? [] : [steal.median]))),
    invalidWindows: trials.reduce((sum, trial) => sum + trial.invalidWindows, 0),
  };
  const lines = [
    `runs with a false verdict       ${describeShare(family)}`,
    `pairs with p < 0.05, unadjusted ${describeShare(perPair)}`,
    `intervals that hold 1           ${describeShare(covered)}`,
    `half-width of an interval       ${decimals(100 * figures.medianHalfWidth, 2)} % (median)`,
    `length of a run                 ${describeSeconds(figures.medianRunSeconds)} (median)`,
    `stolen CPU time                 ${decimals(100 * figures.medianSteal, 2)} % (median)`,
    `invalid windows                 ${figures.invalidWindows}`,
    "",
    "Pairs of one run share arms: their intervals above take them for independent and are too narrow.",
    "",
  ];
  const judging = { wanted: wantedRuns(protocol, short), short, protocol };
  return { text: lines.join("\n"), targets: judgeAlarms(trials, judging), figures };
}
