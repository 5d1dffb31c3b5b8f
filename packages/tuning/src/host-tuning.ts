import { HostError } from "@stackbench/model";
import type { Knob } from "@stackbench/model";
import { fold } from "./fold.ts";
import {
  hostRecordPath,
  readHostRecord,
  removeHostRecord,
  writeHostRecord,
} from "./host-record.ts";
import type { HostRecord } from "./host-record.ts";
import { bootIdOf, isAlive, ownerOf } from "./owner.ts";
import { readSysctl, writeSysctl } from "./sysctl.ts";

export interface HostPlace {
  stateDirectory: string;
  procRoot: string;
}

export interface HostTuning {
  /** Why a knob was not set, by name. */
  reasons: Map<string, string>;
  /** Puts the old values back. */
  restore(): void;
}

/**
 * Sets host-scope knobs, old values on disk first. A knob that cannot be set is a reason, never an
 * error. Throws HostError where another living run has tuned the host: two would restore each other's values.
 */
export function setHostKnobs(knobs: readonly Knob[], place: HostPlace): HostTuning {
  restoreHostKnobs(place);
  const { procRoot } = place;
  const path = hostRecordPath(place.stateDirectory);
  const standing = readHostRecord(path);
  if (typeof standing === "object") {
    throw new HostError(
      `the host is tuned by process ${standing.owner.pid}, which still runs: wait for it, or leave --tune-host out`,
    );
  }
  const reasons = new Map<string, string>();
  const owner = ownerOf(process.pid, procRoot);
  const changes: HostRecord["changes"] = [];
  for (const knob of knobs) {
    const before = readSysctl(knob.name, procRoot);
    if (before === undefined)
      reasons.set(knob.name, "this kernel does not have it, or it cannot be read");
    else if (before !== fold(knob.value))
      changes.push({ name: knob.name, before, set: fold(knob.value) });
  }
  if (changes.length === 0 || owner === undefined) return { reasons, restore: () => {} };
  writeHostRecord(path, { owner, changes });
  const done = changes.filter(({ name, set }) => {
    const failure = writeSysctl(name, set, procRoot);
    if (failure !== undefined) reasons.set(name, failure);
    return failure === undefined;
  });
  if (done.length === 0) removeHostRecord(path);
  return {
    reasons,
    restore: () => {
      if (done.length > 0) restore({ owner, changes: done }, place);
    },
  };
}

/** Puts back what a dead owner left changed; one line each about what was done. */
export function restoreHostKnobs(place: HostPlace): string[] {
  const path = hostRecordPath(place.stateDirectory);
  const record = readHostRecord(path);
  if (record === "none") return [];
  if (record === "unreadable") {
    removeHostRecord(path);
    return [`${path} held no record of old values and was removed`];
  }
  if (isAlive(record.owner, place.procRoot)) return [];
  if (bootIdOf(place.procRoot) !== record.owner.bootId) {
    removeHostRecord(path);
    return ["the machine was started anew since the host was tuned: its values are its own again"];
  }
  return restore(record, place);
}

/** Values that somebody else changed meanwhile are left alone. The record goes only once nothing is left to do. */
function restore(record: HostRecord, { stateDirectory, procRoot }: HostPlace): string[] {
  const path = hostRecordPath(stateDirectory);
  const failed: HostRecord["changes"] = [];
  const told = record.changes.map((change) => {
    const current = readSysctl(change.name, procRoot);
    if (current === change.before) return undefined;
    if (current !== change.set) {
      return `${change.name} is ${current ?? "unreadable"}, neither what was set nor what it was: left alone`;
    }
    const failure = writeSysctl(change.name, change.before, procRoot);
    if (failure === undefined) return `${change.name} restored to ${change.before}`;
    failed.push(change);
    return `${change.name} could not be restored to ${change.before}: ${failure}`;
  });
  if (failed.length === 0) removeHostRecord(path);
  else writeHostRecord(path, { ...record, changes: failed });
  return told.filter((line) => line !== undefined);
}
