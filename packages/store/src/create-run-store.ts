import { syncDirectory, writeAtomically } from "@stackbench/host";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  runIdSchema,
  runRecordSchema,
  UsageError,
  type Journal,
  type JournalEntry,
  type RunRecord,
  type RunStore,
} from "@stackbench/model";
import { codeOf, explainDiskError } from "./explain-disk-error.ts";
import { findRun, journalName, listRuns, recordName, type RunPlace } from "./find-run.ts";
import { foldJournal } from "./fold-journal.ts";
import { openJournal } from "./journal.ts";
import { takeLock } from "./lock.ts";
import { parseJournal } from "./parse-journal.ts";
import { describeIssue } from "./parse-lines.ts";
import { removeLitter } from "./remove-litter.ts";

/**
 * Runs as folders under `directory`, which is made when first needed. Wherever a run is named, the path of
 * its folder or of its `run.json` does as well; a run read by path is known by its id from then on.
 */
export function createRunStore(directory: string): RunStore {
  return new FolderStore(resolve(directory));
}

/** `table.md`, `histograms/a.hgrm`: hidden ones are the store's own. */
const artefactName = /^(?:[^./][^/]*\/)?[^./][^/]*$/;

class FolderStore implements RunStore {
  readonly #directory: string;
  readonly #foundById = new Map<string, RunPlace>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async create(runId: string): Promise<Journal> {
    if (!runIdSchema.safeParse(runId).success) {
      throw new UsageError(`run id: expected letters, digits, dashes and dots, got "${runId}"`);
    }
    const folder = join(this.#directory, runId);
    const path = join(folder, journalName);
    try {
      await mkdir(this.#directory, { recursive: true });
      await mkdir(folder);
    } catch (error) {
      if (codeOf(error) === "EEXIST") {
        throw new UsageError(`${folder} is there already: expected a new run id`, { cause: error });
      }
      throw await explainDiskError(error, { path: folder, runId, begun: false });
    }
    try {
      const lock = await takeLock(folder);
      const journal = await openJournal({ path, runId, wholeBytes: 0, lock });
      await syncDirectory(folder);
      await syncDirectory(this.#directory);
      return journal;
    } catch (error) {
      const explained = await explainDiskError(error, { path, runId, begun: false });
      await rm(folder, { recursive: true, force: true });
      throw explained;
    }
  }

  async reopen(name: string): Promise<{ journal: Journal; entries: JournalEntry[] }> {
    const { directory, source } = await this.#find(name);
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
      throw await explainDiskError(error, { path, runId: name, begun: true });
    }
  }

  async read(name: string): Promise<RunRecord> {
    const place = await this.#find(name);
    const record = await readRecord(place.source);
    this.#foundById.set(record.runId, place);
    return record;
  }

  list(): Promise<string[]> {
    return listRuns(this.#directory);
  }

  async writeArtefacts(name: string, files: Record<string, string>): Promise<string[]> {
    const { directory } = await this.#find(name);
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
        throw await explainDiskError(error, { path, runId: name, begun: true });
      }
      paths.push(path);
    }
    return paths;
  }

  async #find(name: string): Promise<RunPlace> {
    return this.#foundById.get(name) ?? findRun(this.#directory, name);
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
