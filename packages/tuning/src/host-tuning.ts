import {
  fold,
  identify,
  lifeOf,
  processIdentitySchema,
  readSysctl,
  thisHost,
  writeSysctl,
  type Host,
  type ProcessIdentity,
} from "@stackbench/host";
import { HostError, type Knob } from "@stackbench/model";
import {
  abandonedRecords,
  claimHostRecord,
  createHostRecord,
  hostRecordPath,
  readHostRecord,
  removeHostRecord,
  replaceHostRecord,
} from "./host-record.ts";
import type { HostRecord } from "./host-record.ts";

export interface HostPlace {
  /** One for all that tune this machine; undefined where this user has none. */
  stateDirectory: string | undefined;
  fileSystemRoot: string;
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
  const { stateDirectory, fileSystemRoot } = place;
  if (stateDirectory === undefined) {
    const reason = "only root may set it: this user has no place that keeps its old value";
    return { reasons: new Map(knobs.map(({ name }) => [name, reason])), restore: () => {} };
  }
  const path = hostRecordPath(stateDirectory);
  const host = thisHost(fileSystemRoot);
  refuseStanding(path, host);
  const reasons = new Map<string, string>();
  const owner = identify(process.pid, host);
  const changes: HostRecord["changes"] = [];
  for (const knob of knobs) {
    const before = readSysctl(knob.name, fileSystemRoot);
    if (before === undefined)
      reasons.set(knob.name, "this kernel does not have it, or it cannot be read");
    else if (before !== fold(knob.value))
      changes.push({ name: knob.name, before, set: fold(knob.value) });
  }
  if (changes.length === 0 || owner === undefined) return { reasons, restore: () => {} };
  // Somebody else may have come since.
  if (!createHostRecord(path, { owner, changes })) refuseStanding(path, host);
  const done = changes.filter(({ name, set }) => {
    const failure = writeSysctl(name, set, fileSystemRoot);
    if (failure !== undefined) reasons.set(name, failure);
    return failure === undefined;
  });
  if (done.length === 0) removeHostRecord(path);
  return {
    reasons,
    restore: () => {
      if (done.length > 0) restore({ owner, changes: done }, path, fileSystemRoot);
    },
  };
}

function refuseStanding(path: string, host: Host): void {
  const standing = readHostRecord(path);
  if (typeof standing !== "object") return;
  const { owner, changes } = standing;
  if (lifeOf(owner, host) === "alive") {
    throw new HostError(
      `the host is tuned by process ${owner.pid}, which still runs: wait for it, or leave --tune-host out`,
    );
  }
  const before = changes.map((change) => `${change.name}=${change.before}`).join(" ");
  throw new HostError(
    `the host is tuned by process ${owner.pid} of another container, which cannot be seen from here: wait for it, or leave --tune-host out. If it has ended, put back what was (sysctl -w ${before}) and remove ${path}`,
  );
}

/** Puts back what dead owners left changed, each once, whoever else looks for it; one line each about what was done. */
export function restoreHostKnobs({ stateDirectory, fileSystemRoot }: HostPlace): string[] {
  const host = thisHost(fileSystemRoot);
  const me = identify(process.pid, host);
  if (stateDirectory === undefined || me === undefined) return [];
  const isOver = (claimer: Pick<ProcessIdentity, "pid" | "startTime">): boolean =>
    lifeOf({ ...me, ...claimer }, host) === "dead";
  return abandonedRecords(stateDirectory, isOver).flatMap((path) =>
    restoreFrom(path, me, host, fileSystemRoot),
  );
}

function restoreFrom(
  path: string,
  me: ProcessIdentity,
  host: Host,
  fileSystemRoot: string,
): string[] {
  const seen = readHostRecord(path);
  if (seen === "none" || isOfTheLiving(seen, host)) return [];
  const claimed = claimHostRecord(path, me);
  if (claimed === undefined) return [];
  // Between the look and the claim somebody may have restored that one and tuned the host anew.
  const record = readHostRecord(claimed);
  if (record === "none") return [];
  if (record === "unreadable") {
    removeHostRecord(claimed);
    return [`${path} held no record of old values and was removed`];
  }
  if (isOfTheLiving(record, host)) {
    createHostRecord(path, record);
    removeHostRecord(claimed);
    return [];
  }
  if (host.bootId !== record.owner.bootId) {
    removeHostRecord(claimed);
    return ["the machine was started anew since the host was tuned: its values are its own again"];
  }
  return restore(record, claimed, fileSystemRoot);
}

/** A record of an older version, which named its owner otherwise, is nobody's any more: what it holds is put back. */
function isOfTheLiving(record: HostRecord | "unreadable", host: Host): boolean {
  if (record === "unreadable") return false;
  const owner = processIdentitySchema.safeParse(record.owner);
  return owner.success && lifeOf(owner.data, host) !== "dead";
}

/** Values that somebody else changed meanwhile are left alone. The record goes only once nothing is left to do. */
function restore(record: HostRecord, path: string, fileSystemRoot: string): string[] {
  const failed: HostRecord["changes"] = [];
  const told = record.changes.map((change) => {
    const current = readSysctl(change.name, fileSystemRoot);
    if (current === change.before) return undefined;
    if (current !== change.set) {
      return `${change.name} is ${current ?? "unreadable"}, neither what was set nor what it was: left alone`;
    }
    const failure = writeSysctl(change.name, change.before, fileSystemRoot);
    if (failure === undefined) return `${change.name} restored to ${change.before}`;
    failed.push(change);
    return `${change.name} could not be restored to ${change.before}: ${failure}`;
  });
  if (failed.length === 0) removeHostRecord(path);
  else replaceHostRecord(path, { ...record, changes: failed });
  return told.filter((line) => line !== undefined);
}
