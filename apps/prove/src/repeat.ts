import { fixedRounds, measurementOf, resumeRun } from "@stackbench/experiments";
import { type CommandInput, Interrupted, say } from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  type ChosenDriver,
  chooseVariants,
  keepRunnable,
  holdRun,
  rowsAlone,
  type HeldRun,
  resultsDirectory,
  createRunStore,
  readDriver,
  type DriverChoice,
} from "@stackbench/session";
import { randomInt } from "node:crypto";
import { dirname } from "node:path";
import type { Experiment, RunStore, Selected } from "@stackbench/model";
import { assemblePlan, estimateDuration } from "@stackbench/plan";
import { meanOfPairs, type PairMean } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "./outcome.ts";
import {
  compareTables,
  condenseTable,
  promisedCapture,
  type CondensedTable,
  type GroupAgreement,
} from "./agreement.ts";
import { describeSeconds } from "./describe-left.ts";
import { experimentOf } from "./hold-trial.ts";
import { passOn } from "./pass-on.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { settingsOf } from "./trial.ts";

/** A run of the two, as far as it came; the last line of a run counts. */
interface RepeatPart extends CondensedTable {
  part: 1 | 2;
  complete: boolean;
  wallSeconds: number | null;
}

export const repeatProof = proofCommand<RepeatPart, ProofRequest>({
  name: "repeat",
  summary:
    "the first-light comparison twice: same ranking, estimates inside each other's intervals",
  options: {
    stack: {
      value: "ids",
      help: "what is compared",
      default: "nginx,node-http,fastify,express,aiohttp",
    },
    workload: { value: "names", help: "what is asked for", default: "hello,hash-sort,items" },
    protocol: { value: "name", help: "protocol of both runs", default: "quick" },
    rounds: {
      value: "n",
      help: "rounds of each run, all of them held",
      default: "14; 6 with --short",
    },
    warmup: { value: "time", help: "load before a window, thrown away", default: "by protocol" },
    duration: { value: "time", help: "length of a window", default: "by protocol" },
    driver: { value: "name", help: driverChoices.join(", "), default: "docker; auto with --short" },
    short: {
      help: "three Node stacks, hello, windows of 400 ms; fails where the runs contradict each other",
    },
  },
  version: 1,
  read: readAsked,
  measure: measureRepeat,
  judge: ({ trials }, { short }) => judgeParts(trials, short),
});

interface ProofRequest {
  short: boolean;
  driver: DriverChoice;
  /** Whether its runs are kept with the raw figures, not where ordinary runs are. */
  isApart: boolean;
  /** Of both runs. */
  options: CommandInput["values"];
}

function readAsked({ values, switches }: CommandInput): ProofRequest {
  const short = switches.has("short");
  return {
    short,
    driver: readDriver(values, short ? "auto" : "docker"),
    isApart: short || values["out"] !== undefined,
    options: passOn(values, {
      stack: short
        ? "node-http:bare,fastify:bare,express:bare"
        : "nginx,node-http,fastify,express,aiohttp",
      workload: short ? "hello" : "hello,hash-sort,items",
      protocol: "quick",
      rounds: short ? "6" : "14",
      warmup: short ? "300ms" : undefined,
      duration: short ? "400ms" : undefined,
    }),
  };
}

async function measureRepeat(
  { driver, isApart, options: { stack: stacks, ...options } }: ProofRequest,
  open: OpenLog<RepeatPart>,
): Promise<ProofLog<RepeatPart>> {
  const wanted = await chooseVariants(stacks);
  const chosen = await chooseDriver(
    driver,
    wanted.map(({ stack }) => stack),
  );
  try {
    const selected = keepRunnable(wanted, chosen.driver, say);
    const experiment = fixedRounds(experimentOf(measurementOf(options), selected, chosen), 0);
    const log = await open(settingsOf(experiment));
    const folder = isApart ? dirname(log.file) : resultsDirectory(undefined);
    const seconds = estimateDuration(assemblePlan(experiment, 1)).mostSeconds;
    for (const part of [1, 2] as const) {
      const before = log.trials.findLast((line) => line.part === part);
      if (before?.complete) continue;
      say(`\nrepeat: run ${part} of 2, about ${describeSeconds(seconds)}`);
      const store = createRunStore(folder);
      const { interrupted, record } = before
        ? await resumeRun({ runId: before.runId, out: folder, force: false })
        : await begin({ store, selected, chosen, experiment });
      const complete = interrupted === null && record.outcome === "complete";
      const { wallSeconds } = record;
      await log.append({ part, complete, wallSeconds, ...condenseTable(record) });
      if (!complete) throw new Interrupted("the run was interrupted");
    }
    return log;
  } finally {
    await chosen.driver.close();
  }
}

interface Beginning {
  store: RunStore;
  selected: readonly Selected[];
  chosen: ChosenDriver;
  experiment: Experiment;
}

function begin(task: Beginning): Promise<HeldRun> {
  return holdRun({
    ...task,
    seed: randomInt(2 ** 31),
    arguments: [],
    conclude: rowsAlone,
  });
}

/**
 * Rankings agree where tau reaches 0.95. The capture of estimates is a rate: it misses where its interval lies below
 * what is promised. Three stacks of the short form have three pairs, which bound no rate: there, none may be ordered
 * both ways.
 */
export function judgeRepeat(
  agreements: readonly GroupAgreement[],
  failedRows: number,
  short: boolean,
): Target[] {
  const failed: Target = { name: "rows that failed", value: failedRows, atMost: 0 };
  const { pairs, high } = captureOf(agreements);
  const bounded: Target = {
    name: "pairs of rows that both runs bound",
    value: pairs,
    // Those of three rows, and of ten.
    atLeast: short ? 3 : 45,
  };
  const groups = agreements.map((one): Target => {
    const where = `${one.workload}, ${one.level.connections} connections`;
    return short
      ? { name: `${where}: pairs ordered both ways`, value: one.tau.discordant, atMost: 0 }
      : { name: `${where}: Kendall's tau of the two rankings`, value: one.tau.tau, atLeast: 0.95 };
  });
  if (short) return [failed, bounded, ...groups];
  const captured: Target = {
    name: "ratios inside the other run's interval, high end of the 95 % interval",
    value: high,
    atLeast: promisedCapture,
  };
  return [failed, bounded, ...groups, captured];
}

function captureOf(agreements: readonly GroupAgreement[]): PairMean {
  return meanOfPairs(agreements.flatMap(({ captures }) => captures));
}

function judgeParts(trials: readonly RepeatPart[], short: boolean): Judgement {
  const parts = ([1, 2] as const).flatMap(
    (part) => trials.findLast((line) => line.part === part && line.complete) ?? [],
  );
  const both: Target = { name: "complete runs", value: parts.length, atLeast: 2 };
  const [first, second] = parts;
  if (!first || !second) return { text: "", targets: [both], figures: {} };
  const agreements = compareTables(first, second);
  const rows = parts.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
  const failed = rows.filter(({ status }) => status === "failed").length;
  const captured = captureOf(agreements);
  const lines = agreements.map(
    ({ workload, level, ranked, tau, contradictions }) =>
      `${workload.padEnd(12)} ${level.connections} connections  ${ranked} ranked  tau ${decimals(tau.tau, 3)} (${tau.concordant} pairs alike, ${tau.openInBoth} open in both, ${tau.openInOne} open in one, ${tau.discordant} both ways)${contradictions.length > 0 ? `  "faster" and "slower": ${contradictions.join(", ")}` : ""}`,
  );
  const text = [
    `runs ${first.runId} and ${second.runId}`,
    ...lines,
    "",
    `ratios inside the other run's interval: ${decimals(100 * captured.mean, 1)} % of ${captured.pairs} pairs (95 % interval ${decimals(100 * captured.low, 1)} % to ${decimals(100 * captured.high, 1)} %, as pairs share their ${captured.members} rows)`,
    `promised: ${decimals(100 * promisedCapture, 1)} %, as both estimates scatter`,
    `rows without a rank: ${describeUnranked(parts)}`,
    "",
  ].join("\n");
  const targets = [both, ...judgeRepeat(agreements, failed, short)];
  return {
    text,
    targets,
    figures: { runs: parts.map(({ runId }) => runId), captured, agreements },
  };
}

function describeUnranked(parts: readonly RepeatPart[]): string {
  const each = parts.map(({ groups }) =>
    groups
      .flatMap(({ workload, rows }) =>
        rows.filter(({ rank }) => rank === null).map(({ key }) => `${key} ${workload}`),
      )
      .join(", "),
  );
  return each.map((names, index) => `run ${index + 1}: ${names || "none"}`).join("; ");
}
