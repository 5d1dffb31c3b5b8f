import {
  figureByRound,
  isValid,
  stealShareOf,
  telltalesByRound,
  throughputByRound,
  type Experiment,
  type RunRecord,
  type ThroughputByRound,
} from "@stackbench/model";
import { costPerRequest, looksOf, summarise, type Row } from "@stackbench/report";
import { compareArms, median, type ArmComparison, type Looks } from "@stackbench/statistics";

/** A run of one case a variant, as a line of a proof's log. */
export interface Trial {
  startedAt: string;
  seed: number;
  wallSeconds: number;
  stop: RunRecord["stop"];
  /** At which rounds the run was looked at, and whether a look ended it; absent in trials of fixed rounds. */
  looks?: Looks;
  /** By variant and round: requests/s, and CPU µs of app and proxy per request. Valid windows only. */
  throughput: FiguresByRound;
  cpuMicros: FiguresByRound;
  /** What tells the speeds of starts, as comparisons take it; absent in older trials. */
  telltales?: FiguresByRound;
  /** What a person saw. */
  table: Pick<Row, "caseId" | "rank" | "relative">[];
  /** Windows that carry each kind of caution, and how many are invalid. */
  cautions: Record<string, number>;
  invalidWindows: number;
  /** Share of the time of the CPU that most was stolen from, over the windows; null where the host does not tell. */
  steal: { median: number; max: number } | null;
}

export type FiguresByRound = Record<string, Record<string, number>>;

/** Five digits of every figure, and the table's verdicts as they were given. */
export function condenseRun(record: RunRecord): Trial {
  const { experiment } = record.plan;
  const [generator] = experiment.generators;
  const measured = record.windows.filter((window) => window.status === "measured");
  const throughput = throughputByRound(record.windows, generator!);
  const kinds = measured.flatMap(({ cautions }) => [...new Set(cautions.map(({ kind }) => kind))]);
  const steal = measured.map(({ use }) => stealShareOf(use)).filter((share) => share !== undefined);
  return {
    startedAt: record.startedAt,
    seed: record.plan.seed,
    wallSeconds: round5(record.wallSeconds ?? Number.NaN),
    stop: record.stop,
    looks: looksOf(record),
    throughput: condense(throughput),
    cpuMicros: condense(
      figureByRound(record.windows, generator!, (window) => costPerRequest(window, [])),
    ),
    telltales: condense(telltalesByRound(record.windows, generator!)),
    table: summarise(record).rows.map(({ caseId, rank, relative }) => ({ caseId, rank, relative })),
    cautions: Object.fromEntries(
      [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]),
    ),
    invalidWindows: measured.filter((window) => !isValid(window)).length,
    steal:
      steal.length === 0
        ? null
        : { median: round5(median(steal)), max: round5(Math.max(...steal)) },
  };
}

/** Of a run whose figures are a trial. */
export type RunSettings = Omit<Experiment, "served" | "anchor">;

/** What decides how a trial is measured, for the head of a proof's log: trials of other settings do not mix. */
export function settingsOf(experiment: Experiment): RunSettings {
  const { served: _, anchor: __, ...settings } = experiment;
  return JSON.parse(JSON.stringify(settings)) as RunSettings;
}

/** What is compared of a run, and what bears on how. */
export type ComparedTrial = Pick<Trial, "throughput" | "looks" | "telltales">;

/** All pairs, as tables compare them: at the looks of the run. */
export function comparisonsOf({ throughput, looks, telltales }: ComparedTrial): ArmComparison[] {
  return compareArms(byRound(throughput), {
    ...looks,
    telltales: telltales && byRound(telltales),
  });
}

/** Ready for `compareArms` again. */
export function byRound(figures: FiguresByRound): ThroughputByRound {
  return new Map(
    Object.entries(figures).map(([variant, rounds]) => [
      variant,
      new Map(Object.entries(rounds).map(([round, value]) => [Number(round), value])),
    ]),
  );
}

/** Five digits of every figure. */
export function condense(figures: ThroughputByRound): FiguresByRound {
  return Object.fromEntries(
    [...figures].map(([variant, rounds]) => [
      variant,
      Object.fromEntries([...rounds].map(([round, value]) => [round, round5(value)])),
    ]),
  );
}

function round5(value: number): number {
  return Number(value.toPrecision(5));
}
