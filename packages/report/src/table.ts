import type {
  Workload,
  Caution,
  CautionKind,
  ComparedFigure,
  GeneratorId,
  LoadLevel,
  RunHead,
  RunRecord,
} from "@stackbench/model";
import type { Row } from "./row.ts";
import type { TuningSummary } from "./summarise/tuning.ts";

/** A run as a person wants to see it. Renderers only lay it out. */
export interface Table {
  run: RunHead & Pick<RunRecord, "outcome" | "wallSeconds" | "resumedAt" | "stop">;
  windows: { planned: number; measured: number; failed: number };
  /** A warm-up goes on until throughput has settled: how long that took at most; 0 where no generator told. */
  longestWarmupSeconds: number;
  rounds: RoundCounts;
  /** Of the run as a whole. */
  cautions: Caution[];
  /** Measured windows that enter no estimate, in the order of time. */
  invalidWindows: InvalidWindow[];
  groups: Group[];
  /** The rows of all groups, in their order. */
  rows: Row[];
  tuning: TuningSummary;
  /** What the rows' marks stand for, each once. */
  remarks: Remark[];
}

export interface RoundCounts {
  /** Begun. */
  held: number;
  /** Of those, held in place of spoilt ones. */
  replacing: number;
  /** In which the host made a window invalid. */
  spoilt: number;
}

export interface InvalidWindow {
  round: number;
  /** `stack:variant`. */
  key: string;
  workload: Workload;
  level: LoadLevel;
  generator: GeneratorId;
  /** Requests/s, as measured. */
  throughput: number;
  /** What made it invalid. */
  reasons: Caution[];
}

/** Rows that may be compared: one workload at one load level. */
export interface Group {
  workload: Workload;
  level: LoadLevel;
  compared: ComparedFigure;
  /** Key of the row that the others are compared with; null where no two rows may be compared. */
  anchor: string | null;
  /** The best first. */
  rows: Row[];
}

/** What a mark in the notes column means. */
export interface Remark {
  mark: string;
  kind: CautionKind | "tuning-differs" | "witnesses-disagree";
  /** How many windows it was found in; for what is settled among rows, windows of those rows. */
  windows: number;
  invalidWindows: number;
  /** An example with its figure. */
  message: string;
  advice: string;
}
