import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { ProcessIdentity } from "@stackbench/host";

/** What was changed on the host, by whom, and what it was before. */
export interface HostRecord {
  owner: ProcessIdentity;
  changes: { name: string; before: string; set: string }[];
}

const fileName = "host-tuning.json";

/** The one record of all who tune this machine. */
export function hostRecordPath(stateDirectory: string): string {
  return join(stateDirectory, fileName);
}

/** False where somebody's record stands. On disk, name and content, when it returns: a crash right after it finds the old values. */
export function createHostRecord(path: string, record: HostRecord): boolean {
  const whole = writeWhole(path, record);
  try {
    linkSync(whole, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(whole);
  }
  syncDirectory(dirname(path));
  return true;
}

/** Puts another content in a record's place, on disk when it returns. */
export function replaceHostRecord(path: string, record: HostRecord): void {
  renameSync(writeWhole(path, record), path);
  syncDirectory(dirname(path));
}

function writeWhole(path: string, record: HostRecord): string {
  const whole = `${path}.${process.pid}.new`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(whole, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(record, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return whole;
}

const claimMark = ".restored-by-";

/**
 * Takes a record out of everybody's sight, so that of several that find it one restores it. Gives its new path;
 * undefined where another was quicker.
 */
export function claimHostRecord(path: string, claimer: ProcessIdentity): string | undefined {
  const recordPath = hostRecordPath(dirname(path));
  const claimed = `${recordPath}${claimMark}${claimer.pid}-${claimer.startTime}`;
  try {
    renameSync(path, claimed);
    return claimed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The record where it stands, and those of whom died while they restored it. */
export function abandonedRecords(
  stateDirectory: string,
  isOver: (claimer: Pick<ProcessIdentity, "pid" | "startTime">) => boolean,
): string[] {
  const claimed = namesIn(stateDirectory).filter((name) => {
    const [, pid, startTime] = /^host-tuning\.json\.restored-by-(\d+)-(\d+)$/.exec(name) ?? [];
    return startTime !== undefined && isOver({ pid: Number(pid), startTime });
  });
  return [fileName, ...claimed].map((name) => join(stateDirectory, name));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

export function removeHostRecord(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

/** `unreadable` is a file that holds no record. */
export function readHostRecord(path: string): HostRecord | "none" | "unreadable" {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return "none";
  }
  try {
    const record = JSON.parse(text) as HostRecord;
    return record.owner && Array.isArray(record.changes) ? record : "unreadable";
  } catch {
    return "unreadable";
  }
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
