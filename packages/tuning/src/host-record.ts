import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Owner } from "./owner.ts";

/** What was changed on the host, by whom, and what it was before. */
export interface HostRecord {
  owner: Owner;
  changes: { name: string; before: string; set: string }[];
}

export function hostRecordPath(stateDirectory: string): string {
  return join(stateDirectory, "host-tuning.json");
}

/** On disk, name and content, when it returns: a crash right after it finds the old values. */
export function writeHostRecord(path: string, record: HostRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(`${path}.new`, "w");
  try {
    writeSync(file, `${JSON.stringify(record, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  syncDirectory(dirname(path));
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
