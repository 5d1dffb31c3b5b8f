import { readInteger, say } from "@stackbench/terminal";
import { compareArms, exactBinomialInterval, seededRandom } from "@stackbench/statistics";
import type { Target } from "./outcome.ts";
import { isAlarm } from "./alarm.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import {
  replaySetting,
  type ErrorRates,
  type ReplayFigures,
  type ReplaySetting,
} from "./replay-setting.ts";
import { replayPower, powerSettings, type PowerFigures } from "./replay-power.ts";
import {
  replayRevisions,
  revisionSettings,
  type RevisionFigures,
  type RevisionSetting,
} from "./replay-revisions.ts";
import { replayRuns, runsSettings, type RunsFigures, type RunsSetting } from "./replay-runs.ts";
import { describeShare, shareOf, type Share } from "./share.ts";
import { shippedPlan } from "./shipped-plan.ts";
import { noiseKinds, noiseOf } from "./simulate-noise.ts";
import { simulateRounds } from "./simulate-run.ts";

export const replayProof = proofCommand<Line, ProofRequest>({
  name: "replay",
  summary:
    "error rates and power of every protocol as shipped, over simulated runs and resampled real noise",
  options: {
    sets: { value: "n", help: "simulated runs a setting", default: "500; 25 with --short" },
    seed: { value: "n", help: "seed of the simulation", default: "1" },
    short: {
      help: "few runs, and not of every setting; a rate fails only where its exact interval excludes the target",
    },
  },
  version: 1,
  read: ({ values, switches }) => {
    const short = switches.has("short");
    return {
      short,
      sets: readInteger("sets", values["sets"], short ? 25 : 500, { min: 20, max: 1e6 }),
      seed: readInteger("seed", values["seed"], 1, { min: 0, max: 2 ** 31 - 1 }),
    };
  },
  // Quick and drawn from a seed.
  isMadeAnew: true,
  measure: measureReplay,
  judge: ({ settings, trials }, { short }) => ({
    text: trials.map((line) => `${describeLine(line)}\n`).join(""),
    targets: judgeReplay(trials, short),
    figures: { ...settings, lines: trials },
  }),
});

interface ProofRequest {
  short: boolean;
  /** Simulated runs a setting. */
  sets: number;
  seed: number;
}

const protocols = ["quick", "pr", "nightly", "publish"] as const;
export const settings: ReplaySetting[] = protocols.flatMap((protocol) =>
  noiseKinds.flatMap((noise) =>
    (["equal", "mixed"] as const).map((arms) => ({ protocol, noise, arms })),
  ),
);

/** Long protocols are simulated long. */
function isQuick({ protocol, noise }: ReplaySetting): boolean {
  return protocol === "quick" || protocol === "pr" || noise === "busy machine";
}

/** Intervals of two runs are as wide as 95 % needs and no wider: 500 pairs know their coverage to a hundredth only. */
const setsOfRuns = 4;

type Line =
  | ({ part: "errors" } & ReplayFigures)
  | ({ part: "power" } & PowerFigures)
  | ({ part: "revisions" } & RevisionFigures)
  | ({ part: "runs" } & RunsFigures)
  | { part: "sequential"; falseVerdict: Share };

async function measureReplay(
  { short, sets, seed }: ProofRequest,
  open: OpenLog<Line>,
): Promise<ProofLog<Line>> {
  const log = await open({ sets, seed });
  const note = async (line: Line): Promise<void> => {
    await log.append(line);
    say(describeLine(line));
  };
  const chosen = short ? settings.filter(isQuick) : settings;
  for (const setting of chosen) {
    await note({ part: "errors", ...replaySetting(setting, sets, seed) });
  }
  for (const power of powerSettings) {
    if (short && power.speeds.length > 24) continue;
    const runs = short ? Math.ceil(power.runs / 20) : power.runs;
    await note({ part: "power", ...replayPower(power, runs, seed) });
  }
  for (const revisions of revisionSettings) {
    await note({ part: "revisions", ...replayRevisions(revisions, sets, seed) });
  }
  for (const runs of runsSettings) {
    await note({ part: "runs", ...replayRuns(runs, short ? sets : setsOfRuns * sets, seed) });
  }
  await note({ part: "sequential", falseVerdict: replaySequential(sets, seed) });
  return log;
}

/** The same noise of a busy machine, one variant after the other: ten rounds of six equal arms, judged once. */
export function replaySequential(sets: number, seed: number): Share {
  const random = seededRandom(seed);
  const names = Array.from({ length: 6 }, (_, index) => `arm-${index + 1}:bare`);
  const speeds = new Map(names.map((name) => [name, 10_000]));
  const plan = shippedPlan({ name: "quick", order: "sequential", rounds: 10 }, names, seed);
  let alarms = 0;
  for (let set = 0; set < sets; set++) {
    const values = simulateRounds(plan, speeds, noiseOf("busy machine", names, random));
    alarms += Number(compareArms(values).some(isAlarm));
  }
  return shareOf(alarms, sets);
}

/** Where surely so many of the runs end early, those are judged by themselves: elsewhere they are there by an error. */
const fewestEarly = 0.1;
/** Some two hundred rates are judged: a single one must not fail by chance. */
const certainty = 0.9995;

/** A rate fails in the short form where its exact interval excludes the target, else where it misses it itself. */
export function judgeReplay(lines: readonly Line[], short: boolean): Target[] {
  const ends = ({ successes, trials, share }: Share): { low: number; high: number } =>
    short ? exactBinomialInterval(successes, trials, certainty) : { low: share, high: share };
  const end = short ? " (end of the exact interval nearest the target)" : "";
  const atMost = (name: string, share: Share): Target => {
    return { name: `${name}${end}`, value: ends(share).low, atMost: 0.05 };
  };
  const ratesOf = (where: string, rates: ErrorRates): Target[] => [
    atMost(`${where}: runs with a false verdict`, rates.falseVerdict),
    atMost(`${where}: the same without the margin`, rates.falseWithoutMargin),
    atMost(`${where}: runs with a false tie`, rates.falseTie),
    ...coverageOf(where, rates.coverage),
  ];
  const coverageOf = (where: string, coverage: Share): Target[] => {
    if (coverage.trials === 0) return [];
    const name = `${where}: intervals that hold the truth${end}`;
    return [{ name, value: ends(coverage).high, atLeast: 0.95 }];
  };
  return lines.flatMap((line): Target[] => {
    if (line.part === "sequential") {
      // The same noise without interleaving must be seen, else the proof could not fail.
      const name = "sequential: runs with a false verdict, which drift must cause here";
      return [{ name, value: line.falseVerdict.share, atLeast: 0.2 }];
    }
    if (line.part === "power") {
      const name = `${line.name}, ${line.protocol}, ${line.noise}: pairs ordered${end}`;
      return [{ name, value: ends(line.ordered).high, atLeast: line.atLeast }];
    }
    if (line.part === "revisions") {
      const where = describeRevisions(line);
      return [
        {
          name: `${where}: said ${line.expected}${end}`,
          value: ends(line.said).high,
          atLeast: line.atLeast,
        },
        atMost(`${where}: runs with a false verdict`, line.falseVerdict),
        ...coverageOf(where, line.coverage),
      ];
    }
    if (line.part === "runs") {
      const where = describeRuns(line);
      const { falseVerdict, falseFromMargin, obvious, coverage, levelScatter } = line;
      // A run's level is in no round: the intervals do not hold it, and the margin of one run does not either.
      const ofOneLevel = levelScatter === 0;
      return [
        atMost(`${where}: comparisons with a false verdict`, falseVerdict),
        ...(ofOneLevel ? [atMost(`${where}: the same from 3 % on`, falseFromMargin)] : []),
        { name: `${where}: doubled and called${end}`, value: ends(obvious).high, atLeast: 0.95 },
        ...(ofOneLevel ? coverageOf(where, coverage) : []),
      ];
    }
    const where = `${line.protocol}, ${line.noise}, ${line.arms} arms`;
    const [early, all] = [line.early.falseVerdict.trials, line.all.falseVerdict.trials];
    const { low } = exactBinomialInterval(early, all, certainty);
    return [
      ...ratesOf(where, line.all),
      ...(low >= fewestEarly ? ratesOf(`${where}, ended early`, line.early) : []),
    ];
  });
}

function describeLine(line: Line): string {
  if (line.part === "sequential") {
    return `sequential, ten rounds of six equal arms: runs with a false verdict ${describeShare(line.falseVerdict)}`;
  }
  if (line.part === "power") {
    return `${line.name}, ${line.protocol}, ${line.noise}: ${percent(line.ordered)} of the pairs ordered, ${percent(line.firstLook)} of runs at an end by the first look; ${line.rounds.toFixed(1)} rounds, ${line.sittings.toFixed(0)} sittings, ${line.seconds.toFixed(0)} s`;
  }
  if (line.part === "revisions") {
    return `${describeRevisions(line)}: said ${line.expected} ${percent(line.said)}, false verdict ${percent(line.falseVerdict)}, coverage ${percent(line.coverage)}; ${line.rounds.toFixed(1)} rounds, ${line.seconds.toFixed(0)} s`;
  }
  if (line.part === "runs") {
    return `${describeRuns(line)}: false verdict ${percent(line.falseVerdict)}, from 3 % on ${percent(line.falseFromMargin)}, doubled and called ${percent(line.obvious)}, coverage ${percent(line.coverage)}`;
  }
  const rates = (of: ErrorRates): string =>
    `false verdict ${percent(of.falseVerdict)} (no margin ${percent(of.falseWithoutMargin)}), false tie ${percent(of.falseTie)}, coverage ${percent(of.coverage)}`;
  const early = line.early.falseVerdict.trials;
  return [
    `${line.protocol}, ${line.noise}, ${line.arms} arms: ${rates(line.all)}; ${line.rounds.toFixed(1)} rounds, ${line.seconds.toFixed(0)} s`,
    ...(early === 0 ? [] : [`  ended early ${early}: ${rates(line.early)}`]),
  ].join("\n");
}

/** `ab, speeds ×1.32, fast 50 % and 50 %, noise 2 %, head ×0.952`. */
function describeRevisions({
  speeds,
  fast,
  deviation,
  states,
  told,
  ratio,
}: RevisionSetting): string {
  const whole = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
  const starts =
    speeds === 1
      ? "one speed"
      : `speeds ×${speeds.toFixed(2)}, fast ${whole(fast.base)} and ${whole(fast.head)}`;
  const machine = states ? `, a machine of ${states} states` : "";
  return `ab, ${starts}${told ? ", told by CPU time" : ""}${machine}, noise ${whole(deviation)}, head ×${Number(ratio.toFixed(3))}`;
}

/** `compare of two runs, 3 and 5 rounds, 6 cases, real runs`. */
function describeRuns({ rounds, cases, noise, levelScatter }: RunsSetting): string {
  const held = rounds === "quick" ? "both by quick" : `${rounds.join(" and ")} rounds`;
  const level =
    levelScatter === 0
      ? ""
      : `, whose level scatters by ${Number((100 * levelScatter).toPrecision(3))} %`;
  return `compare of two runs, ${held}, ${cases === 1 ? "one case" : `${cases} cases`}, ${noise}${level}`;
}

function percent({ share, trials }: Share): string {
  return trials === 0 ? "–" : `${(100 * share).toFixed(1)} %`;
}
