import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identify, readProcess, type ProcessEntry, type ProcessIdentity } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { endMembers, killMembersNow } from "./end-members.ts";
import type { Ended, Ending } from "./end-members.ts";
import { findMembers } from "./members.ts";
import type { Leader } from "./members.ts";
import { findPinningTools } from "./pinning.ts";
import { pin, readPins, unpin } from "./pins.ts";
import type { Pin } from "./pins.ts";
import { writeState } from "./write-state.ts";

/** What stands on disk about a holding, so that it can be ended after its owner's death. */
export interface HoldingRecord {
  token: string;
  /** In words: "sitting r1/fastify:bare of run 2026…". */
  label: string;
  owner: ProcessIdentity;
  leaders: Leader[];
  /** Removed with it. */
  directories: string[];
  ending: Ending;
  /** Processes of somebody else's that were pinned for as long as it lives. */
  pins?: Pin[];
}

/** Processes and directories that live and go together; nothing is started before the record is on disk. What writes it throws HostError. */
export class Holding {
  readonly token = randomUUID();
  readonly #path: string;
  readonly #record: HoldingRecord;
  readonly #onExit = (): void => this.#releaseNow();
  #released: Promise<Ended> | undefined;

  constructor(stateDirectory: string, label: string, ending: Ending) {
    const owner = identify(process.pid);
    if (!owner)
      throw new HostError(`the start time of process ${process.pid} (this one) cannot be read`);
    const directory = holdingsDirectory(stateDirectory);
    writeState(directory, () => mkdirSync(directory, { recursive: true }));
    this.#path = join(directory, `${this.token}.json`);
    this.#record = { token: this.token, label, owner, leaders: [], directories: [], ending };
    this.#write();
    process.on("exit", this.#onExit);
  }

  addLeader(pid: number): void {
    const entry = readProcess(pid);
    if (!entry) return;
    this.#record.leaders.push({ pid, startTime: entry.startTime });
    this.#write();
  }

  addDirectory(path: string): void {
    this.#record.directories.push(path);
    this.#write();
  }

  /** The living processes that belong to it, however they came about. */
  members(): ProcessEntry[] {
    return findMembers(this.token, this.#record.leaders);
  }

  /** Pins processes that are not its own until it is released. Throws an Error where that is not allowed. */
  pin(roots: readonly Leader[], cpus: string): void {
    const taskset = findPinningTools().taskset;
    if (taskset === undefined) throw new Error("taskset is not installed");
    this.#record.pins = readPins(roots);
    this.#write();
    pin(taskset, this.#record.pins, cpus);
  }

  /** Ends all processes, gives CPUs back, removes the directories, then the record. Where processes are left it keeps both: the next sweep goes on. */
  release(): Promise<Ended> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<Ended> {
    const ended = await endMembers(this.token, this.#record.leaders, this.#record.ending);
    giveBack(this.#record.pins);
    if (ended.left.length === 0) this.#forget();
    return ended;
  }

  #releaseNow(): void {
    const isEnded = killMembersNow(this.token, this.#record.leaders, this.#record.ending);
    giveBack(this.#record.pins);
    if (isEnded) this.#forget();
  }

  #forget(): void {
    for (const directory of this.#record.directories) removeDirectory(directory);
    writeState(this.#path, () => rmSync(this.#path, { force: true }));
    process.removeListener("exit", this.#onExit);
  }

  #write(): void {
    writeState(this.#path, () => {
      writeFileSync(`${this.#path}.new`, JSON.stringify(this.#record));
      renameSync(`${this.#path}.new`, this.#path);
    });
  }
}

/** What a holding's processes of somebody else's might use before. */
export function giveBack(pins: readonly Pin[] = []): void {
  // Nearly always: nothing is to be looked for then.
  if (pins.length === 0) return;
  const taskset = findPinningTools().taskset;
  if (taskset !== undefined) unpin(taskset, pins);
}

export function holdingsDirectory(stateDirectory: string): string {
  return join(stateDirectory, "holdings");
}

/** Throws HostError where the disk refuses. */
export function removeDirectory(path: string): void {
  writeState(path, () => {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  });
}
