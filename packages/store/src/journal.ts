import { open, rm, rmdir, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { HostError, type Journal, type JournalEntry } from "@stackbench/model";
import { explainDiskError } from "./explain-disk-error.ts";
import type { Lock } from "./lock.ts";

export interface JournalPlace {
  path: string;
  runId: string;
  /** Bytes of whole lines on disk; what lies behind is cut off. */
  wholeBytes: number;
  lock: Lock;
}

/** Opens a journal for appending, creating it where it is not there. */
export async function openJournal(place: JournalPlace): Promise<Journal> {
  const handle = await open(place.path, "a", 0o644);
  try {
    await handle.truncate(place.wholeBytes);
    await handle.sync();
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new FileJournal(handle, place);
}

class FileJournal implements Journal {
  readonly runId: string;
  readonly #handle: FileHandle;
  readonly #place: JournalPlace;
  #wholeBytes: number;
  #queue: Promise<void> = Promise.resolve();
  #closed = false;
  /** Why no more may be appended: a torn line could not be taken back. */
  #broken: unknown;

  constructor(handle: FileHandle, place: JournalPlace) {
    this.runId = place.runId;
    this.#handle = handle;
    this.#place = place;
    this.#wholeBytes = place.wholeBytes;
  }

  append(entry: JournalEntry): Promise<void> {
    if (this.#closed) {
      return Promise.reject(new Error(`append to ${this.#place.path}: the journal is closed`));
    }
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    // One after the other, so that lines never mix; a failed one does not keep the next from trying.
    const appended = this.#queue.then(() => this.#write(line));
    this.#queue = appended.catch(() => {});
    return appended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue;
    try {
      await this.#handle.close();
    } finally {
      await this.#place.lock[Symbol.asyncDispose]();
    }
    if (this.#wholeBytes === 0) await removeEmpty(this.#place.path);
  }

  async #write(line: Buffer): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      await this.#handle.appendFile(line);
      await this.#handle.sync();
      this.#wholeBytes += line.length;
    } catch (error) {
      const { path, runId } = this.#place;
      const explained = explainDiskError(error, { path, runId, begun: this.#wholeBytes > 0 });
      await this.#takeBack(explained);
      throw explained;
    }
  }

  /** A half-written line must not stand before a later whole one. */
  async #takeBack(reason: unknown): Promise<void> {
    try {
      await this.#handle.truncate(this.#wholeBytes);
      await this.#handle.sync();
    } catch (error) {
      const { path, runId } = this.#place;
      this.#broken = new HostError(
        `cannot go on writing ${path}: its torn last line could not be cut off. Finished windows are safe; go on with: pnpm bench run --resume ${runId}`,
        { cause: new AggregateError([reason, error]) },
      );
    }
  }
}

/** A run that never got its head holds nothing: no folder of it stays. */
async function removeEmpty(path: string): Promise<void> {
  await rm(path, { force: true });
  await rmdir(dirname(path)).catch(() => {});
}
