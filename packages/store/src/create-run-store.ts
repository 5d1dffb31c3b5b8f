import { codeOf, syncDirectory, writeAtomically } from "@stackbench/host";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  runIdSchema,
  runRecordSchema,
  UsageError,
  type Journal,
  type JournalEntry,
  type RunPlace,
  type RunRecord,
  type RunStore,
} from "@stackbench/model";
import { explainDiskError } from "./explain-disk-error.ts";
import { findRun, journalName, listRuns, recordName, type Whereabouts } from "./find-run.ts";
import { foldJournal } from "./fold-journal.ts";
import { openJournal } from "./journal.ts";
import { takeLock } from "./lock.ts";
import { parseJournal } from "./parse-journal.ts";
import { describeIssue } from "./parse-lines.ts";
import { removeLitter } from "./remove-litter.ts";

/**
 * Runs as folders under `directory`, which is made when first needed. Wherever a run is named, the path of
 * its folder or of its `run.json` does as well, as seen from `workingDirectory`; a run read by path is known by its id from
 * then on.
 */
export function createRunStore(directory: string, workingDirectory = process.cwd()): RunStore {
  return new FolderStore({ directory: resolve(directory), workingDirectory });
}

/** `table.md`, `histograms/a.hgrm`: hidden ones are the store's own. */
const artefactName = /^(?:[^./][^/]*\/)?[^./][^/]*$/;

class FolderStore implements RunStore {
  readonly #whereabouts: Whereabouts;
  readonly #foundById = new Map<string, RunPlace>();

  constructor(whereabouts: Whereabouts) {
    this.#whereabouts = whereabouts;
  }

  async create(runId: string): Promise<Journal> {
    if (!runIdSchema.safeParse(runId).success) {
      throw new UsageError(`run id: expected letters, digits, dashes and dots, got "${runId}"`);
    }
    const { directory } = this.#whereabouts;
    const folder = join(directory, runId);
    const path = join(folder, journalName);
    try {
      await mkdir(directory, { recursive: true });
      await mkdir(folder);
    } catch (error) {
      if (codeOf(error) === "EEXIST") {
        throw new UsageError(`${folder} is there already: expected a new run id`, { cause: error });
      }
      throw explainDiskError(error, { path: folder, runId, begun: false });
    }
    try {
      const lock = await takeLock(folder);
      const journal = await openJournal({ path, runId, wholeBytes: 0, lock });
      await syncDirectory(folder);
      await syncDirectory(directory);
      return journal;
    } catch (error) {
      const explained = explainDiskError(error, { path, runId, begun: false });
      await rm(folder, { recursive: true, force: true });
      throw explained;
    }
  }

  async reopen(name: string): Promise<{ journal: Journal; entries: JournalEntry[] }> {
    const { directory, source } = await this.locate(name);
    const path = join(directory, journalName);
    if (source === join(directory, recordName)) {
      throw new UsageError(
        `cannot go on with ${directory}: expected a ${journalName}, got only ${recordName}`,
      );
    }
    try {
      const lock = await takeLock(directory);
      try {
        const { entries, wholeBytes } = parseJournal(await readFile(path), path);
        const { runId } = foldFrom(path, entries);
        const journal = await openJournal({ path, runId, wholeBytes, lock });
        return { journal, entries };
      } catch (error) {
        await lock[Symbol.asyncDispose]();
        throw error;
      }
    } catch (error) {
      throw explainDiskError(error, { path, runId: name, begun: true });
    }
  }

  async read(name: string): Promise<RunRecord> {
    const place = await this.locate(name);
    const record = await readRecord(place.source);
    this.#foundById.set(record.runId, place);
    return record;
  }

  async locate(name: string): Promise<RunPlace> {
    return this.#foundById.get(name) ?? findRun(this.#whereabouts, name);
  }

  list(): Promise<string[]> {
    return listRuns(this.#whereabouts.directory);
  }

  async writeArtefacts(name: string, files: Record<string, string>): Promise<string[]> {
    const { directory } = await this.locate(name);
    const paths: string[] = [];
    await removeLitter(directory).catch(() => {});
    for (const [file, content] of Object.entries(files)) {
      if (!artefactName.test(file)) {
        throw new UsageError(`artefact: expected a file name, or one in a folder, got "${file}"`);
      }
      const path = join(directory, file);
      const folder = dirname(path);
      try {
        if (folder !== directory) await prepareFolder(folder);
        await writeAtomically(path, content);
      } catch (error) {
        throw explainDiskError(error, { path, runId: name, begun: true });
      }
      paths.push(path);
    }
    return paths;
  }
}

async function prepareFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) {
    await syncDirectory(dirname(folder));
  }
  await removeLitter(folder).catch(() => {});
}

async function readRecord(source: string): Promise<RunRecord> {
  const bytes = await readFile(source);
  if (!source.endsWith(recordName)) return foldFrom(source, parseJournal(bytes, source).entries);
  const parsed = runRecordSchema.safeParse(readJson(bytes, source));
  if (!parsed.success) throw new UsageError(`${source}: ${describeIssue(parsed.error)}`);
  return parsed.data;
}

function readJson(bytes: Buffer, source: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch (error) {
    throw new UsageError(`${source}: expected JSON, got something else`, { cause: error });
  }
}

function foldFrom(source: string, entries: readonly JournalEntry[]): RunRecord {
  try {
    return foldJournal(entries);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${source}: ${error.message}`, { cause: error });
  }
}
