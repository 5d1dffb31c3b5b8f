import type { CommandInput, Command } from "@stackbench/terminal";
import type {
  ClosedLoopThroughput,
  Experiment,
  Question,
  RunHead,
  RunRecord,
  Selected,
  Sources,
} from "@stackbench/model";
import type { ConsoleOptions, Markdown, Table } from "@stackbench/report";
import type { ChosenDriver, Concluded } from "@stackbench/session";
import type { Measurement } from "./measurement/read-measurement.ts";
import type { Shown } from "./read-shown.ts";

/** An experiment, completed by what each variant serves in a closed loop. Throws UsageError. */
export type SettleExperiment = (
  experiment: Experiment,
  closedLoop: ClosedLoopThroughput,
) => Experiment;

/** What every kind of experiment is asked. */
export interface ExperimentRequest {
  measurement: Measurement;
  shown: Shown;
  /** Where runs are kept, as given. */
  out: string | undefined;
  /** A file for Markdown, as given. */
  markdown: string | undefined;
  /** The port where the run's page is served meanwhile, 0 for a free one; undefined for none. */
  live: number | undefined;
  /** Whether to tell what would be measured, and measure nothing. */
  isDryRun: boolean;
  /** The command line as given, for the record. */
  words: readonly string[];
}

/** What was asked for, found: ready to be brought up. Disposing lets go of the driver and of what was checked out. */
export interface Found extends AsyncDisposable {
  /** Only what the driver can bring up. */
  selected: readonly Selected[];
  chosen: ChosenDriver;
  /** Where to find it again. */
  sources: Sources;
  /** What `conclude` needs to know of the request, with the kind's name. */
  question: Question;
}

/** What a run says to the question it was held for. */
export interface Outcome extends Concluded {
  /** Exit code. */
  code: number;
  json: unknown;
  /** For the console; tables clean what is not their own. */
  table(options: ConsoleOptions): string;
  /** Whether the run's rows stand in that table. */
  showsRows?: true;
  /** Absent where there is nothing beside the run's own `table.md`. */
  markdown?: Markdown;
}

/**
 * A kind of question asked of stacks: its options, its plan, its conclusion. The way is always the same: `read` once
 * what was typed, `find` what it names, make the `experiment`, carry it out, `conclude`.
 */
export interface ExperimentKind<
  Request extends ExperimentRequest = ExperimentRequest,
  Finding extends Found = Found,
> {
  /** Stands in the head of each of its runs. */
  name: string;
  /** What is typed, and its help. */
  command: Pick<Command, "name" | "summary" | "positionals" | "options" | "examples">;
  /** Throws UsageError for each value that cannot be. No I/O beside asking which CPUs there are. */
  read(input: CommandInput): Request;
  /** Throws UsageError for what is not there or does not go together, and HostError. */
  find(request: Request): Promise<Finding>;
  /** Pure. Throws UsageError. */
  experiment(request: Request, found: Finding): Experiment;
  /**
   * What of the experiment follows from what each variant serves in a closed loop, which is measured for it first;
   * undefined where nothing does. Pure.
   */
  settle?(request: Request): SettleExperiment | undefined;
  /** Pure: from the record and its summary alone, on any machine. */
  conclude(record: RunRecord, table: Table): Outcome;
  /** Whether a run that was interrupted concludes all the same. */
  tellsPartially?: boolean;
  /** What a dry run shows, in words or as JSON. */
  showDry?(request: Request, found: Finding, headOf: () => Promise<RunHead>): Promise<void>;
  /** Throws UsageError for a run that would be in vain. */
  refuse?(request: Request, found: Finding, headOf: () => Promise<RunHead>): Promise<void>;
  /** What a run that was interrupted was asked of, where that is none of the catalog's. Throws UsageError for what is not there any more. */
  findAgain?(record: RunRecord): Promise<Selected[]>;
  /** What is to be done with the record beside concluding; undefined for nothing. Gives an exit code. */
  beside?(request: Request, found: Finding): ((record: RunRecord) => Promise<number>) | undefined;
}
