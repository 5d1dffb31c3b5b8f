import type { JournalEntry, RunRecord } from "../run.ts";

/** Where a run lies, as absolute paths. */
export interface RunPlace {
  directory: string;
  /** What it is read from: the journal where there is one with a first line, else `run.json` (a published run). */
  source: string;
}

/** `results/`: journals and what is made from them. */
export interface RunStore {
  /** A new journal; its name is `runId`. Throws HostError where it cannot be written. */
  create(runId: string): Promise<Journal>;
  /** Opens a journal to go on with: locked against a second writer, a torn last line cut off. */
  reopen(runId: string): Promise<{ journal: Journal; entries: JournalEntry[] }>;
  /** The journal folded into a record. Throws UsageError for an unknown run, naming the known ones. */
  read(runId: string): Promise<RunRecord>;
  /** Where it was found. Throws UsageError as `read` does for an unknown run. */
  locate(runId: string): Promise<RunPlace>;
  /** Ids of all runs, newest first. */
  list(): Promise<string[]>;
  /** Writes files beside the journal, or in a folder beside it (`folder/name`), each wholly or not at all. Gives their paths. */
  writeArtefacts(runId: string, files: Record<string, string>): Promise<string[]>;
}

export interface Journal extends AsyncDisposable {
  readonly runId: string;
  /** On disk (fsync) when it resolves. Throws HostError, with the run id to resume, on a full disk. */
  append(entry: JournalEntry): Promise<void>;
}
