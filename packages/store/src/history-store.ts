import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, describeDiskError, syncDirectory } from "@stackbench/host";
import { HostError, nightSchema, UsageError, type Night } from "@stackbench/model";
import { elsewhere } from "./explain-disk-error.ts";
import { takeLock } from "./lock.ts";
import { parseLines } from "./parse-lines.ts";

/** The nights under `results/history/`: a line each, in a file a month. */
export interface HistoryStore {
  /** All of them, the oldest first; none where there is no folder yet. Throws UsageError for a line that is no night. */
  read(): Promise<Night[]>;
  /** The same one by one, month after month: a long history is never in memory as a whole. Throws as `read`. */
  each(): AsyncIterable<Night>;
  /**
   * Adds a night, on disk (fsync) when it resolves, and gives the file's path. Throws UsageError where its run is there
   * already or another process writes, and HostError where the disk does not take it: then nothing of it stays.
   */
  add(night: Night): Promise<string>;
}

/** `directory` is made when first needed. */
export function createHistoryStore(directory: string): HistoryStore {
  return {
    read: () => readNights(directory),
    each: () => eachNight(directory),
    add: (night) => addNight(directory, night),
  };
}

async function readNights(directory: string): Promise<Night[]> {
  const nights = await Array.fromAsync(eachNight(directory));
  return nights.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

async function* eachNight(directory: string): AsyncGenerator<Night> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith(".jsonl")).toSorted();
  // One file after the other: the bytes of all of them at once are as much again.
  for (const file of files) yield* (await readMonth(join(directory, file))).entries;
}

async function readMonth(path: string) {
  return parseLines(await readFile(path), path, nightSchema);
}

async function addNight(directory: string, night: Night): Promise<string> {
  const path = join(directory, `${new Date(night.startedAt).toISOString().slice(0, 7)}.jsonl`);
  try {
    await mkdir(directory, { recursive: true });
    await using _ = await takeLock(directory, "the history");
    const nights = await readNights(directory);
    if (nights.some(({ runId }) => runId === night.runId)) {
      throw new UsageError(`${night.runId} is in the history already: expected a run that is not`);
    }
    await append(path, `${JSON.stringify(nightSchema.parse(night))}\n`);
    await syncDirectory(directory);
  } catch (error) {
    const told = describeDiskError(error, path, elsewhere);
    if (told === undefined) throw error;
    throw new HostError(told, { cause: error });
  }
  return path;
}

/** One whole line, behind the whole ones that are there: what a killed writer left is cut off, and so is what cannot be finished. */
async function append(path: string, line: string): Promise<void> {
  await using handle = await open(path, "a+", 0o644);
  const { wholeBytes } = parseLines(await handle.readFile(), path, nightSchema);
  await handle.truncate(wholeBytes);
  try {
    await handle.appendFile(line);
    await handle.sync();
  } catch (error) {
    await handle.truncate(wholeBytes);
    throw error;
  }
}
