import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { lifeOf, ownIdentity, thisHost } from "@stackbench/host";
import type { SweepReport } from "@stackbench/model";
import { describeLeft, endMembers } from "./end-members.ts";
import { giveBack, holdingsDirectory, removeDirectory } from "./holding.ts";
import type { HoldingRecord } from "./holding.ts";
import { writeState } from "./write-state.ts";

/** Every directory that the driver makes outside the repository is named so; no other is ever removed. */
export const temporaryPrefix = "stackbench-";

/**
 * Ends and removes what owners that are dead left behind, and tells what it could not end: that stays on record. Holdings of
 * the living are left alone. Throws HostError where the disk refuses.
 */
export async function sweepHoldings(stateDirectory: string): Promise<SweepReport> {
  const host = thisHost();
  const own = ownIdentity(host);
  const removed: string[] = [];
  for (const name of listRecords(stateDirectory)) {
    const path = join(holdingsDirectory(stateDirectory), name);
    const record = readRecord(path);
    if (!record) {
      removeRecord(path);
      removed.push(`unreadable record ${name}`);
      continue;
    }
    // Records of older versions name no machine: it was this one.
    if (lifeOf({ ...own, ...record.owner }, host) !== "dead") continue;
    const { count, left } = await endMembers(record.token, record.leaders, record.ending);
    giveBack(record.pins);
    const why = `owner ${record.owner.pid} is dead`;
    if (left.length > 0) {
      removed.push(`${record.label} (${why}): ${describeLeft(left)}`);
      continue;
    }
    for (const directory of record.directories) {
      if (basename(directory).startsWith(temporaryPrefix)) removeDirectory(directory);
    }
    removeRecord(path);
    removed.push(`${count} ${count === 1 ? "process" : "processes"} of ${record.label} (${why})`);
  }
  return { removed };
}

function removeRecord(path: string): void {
  writeState(path, () => rmSync(path, { force: true }));
}

function listRecords(stateDirectory: string): string[] {
  try {
    // `.json.new` is a record whose owner died while writing it: the record before it still stands.
    return readdirSync(holdingsDirectory(stateDirectory)).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

function readRecord(path: string): HoldingRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as HoldingRecord;
    const whole = record.token && record.owner && record.ending && Array.isArray(record.leaders);
    return whole && Array.isArray(record.directories) ? record : undefined;
  } catch {
    return undefined;
  }
}
