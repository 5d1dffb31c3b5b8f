import type { NamedWorkload, RunRecord, Workload } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import type { Judgement } from "./judgement.ts";

/** What a study measured, said and published, bound to stacks and experiments of ours. */
export interface Study {
  /** What is typed: `maximum-throughput`. */
  name: string;
  title: string;
  author: string;
  /** Where and when it appeared. */
  source: string;
  steps: readonly Step[];
  figures: readonly PublishedFigures[];
  claims: readonly Claim[];
  /** What differs here from what was published, and which claims that touches. */
  differences: readonly string[];
}

/** One run: an experiment as it could be typed by hand. */
export interface Step {
  id: string;
  title: string;
  /** Of `pnpm bench`: run, sweep, ... */
  command: string;
  /** By their names, as texts. */
  options: Readonly<Record<string, string>>;
  /** What the short form has instead. */
  short: Readonly<Record<string, string>>;
  /** Whether the server gets every CPU, the generator's last one among them: where a claim is about cores. */
  usesAllCpus?: boolean;
}

/** Figures that were published side by side; ours and theirs are shown relative to the same one among them. */
export interface PublishedFigures {
  title: string;
  step: string;
  figure: FigureId;
  /** Unit of the published values. */
  unit: string;
  /** The first is the baseline. */
  rows: readonly PublishedRow[];
}

interface PublishedRow {
  /** As the study calls it. */
  name: string;
  ours: CaseName;
  published: number;
}

/** What tells a case of a step from its others. */
export interface CaseName {
  /** `stack:variant`. */
  variant: string;
  /** Where the step has several. */
  workload?: Workload;
  /** Where the step has several levels. */
  connections?: number;
  /** Of a mix: its median response time, and nothing else. */
  part?: NamedWorkload;
}

/** What can be read of each window; units in `figures.ts`. */
export type FigureId =
  | "throughput"
  | "cpuShare"
  | "userShare"
  | "systemShare"
  | "cpuMicros"
  | "memory"
  | "p50"
  | "p99"
  | "p999"
  | "shortest"
  | "longest"
  | "taken";

/** A run and its summary. */
export interface StepRun {
  record: RunRecord;
  table: Table;
}

/** The steps that were held, by id. */
export type StepRuns = ReadonlyMap<string, StepRun>;

/** Something the study says, and how to judge it here. */
interface Claim {
  text: string;
  /** Pure. */
  judge(runs: StepRuns): Judgement;
}
