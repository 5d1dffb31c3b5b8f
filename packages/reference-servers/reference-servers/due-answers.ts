import type { HttpConnection } from "./http-connection.ts";
import type { ResidenceRecord } from "./residence-record.ts";

interface Due {
  connection: HttpConnection;
  arrivedMs: number;
  dueMs: number;
}

/**
 * How long a turn of the event loop sleeps where nothing is due soon, and what a sleep may last, with the timer slack
 * of Linux (50 µs) and waking up. A loop that never slept would keep its CPU full beside a generator that spins on the
 * other: a virtual machine with all its CPUs full stands still for about 1 % of the time, for up to 10 ms and without a
 * trace of steal; with one of them half idle for a fifth of that.
 */
const napMs = 0.05;
const longestNapMs = 0.2;

/**
 * Answers each request at its own absolute time, by turning the event loop with naps far shorter than a timer's
 * millisecond, and none where an answer is due. Needs a CPU of its own.
 */
export class DueAnswers {
  /** A binary heap, the earliest first. */
  readonly #heap: Due[] = [];
  readonly #record: ResidenceRecord;
  /** When the loop last came round: what is read now arrived since. */
  #turnMs = performance.now();
  readonly #bed = new Int32Array(new SharedArrayBuffer(4));

  constructor(record: ResidenceRecord) {
    this.#record = record;
  }

  start(): void {
    const turn = (): void => {
      this.#release();
      this.#turnMs = performance.now();
      if (this.#nextMs() - this.#turnMs > longestNapMs) Atomics.wait(this.#bed, 0, 0, napMs);
      setImmediate(turn);
    };
    turn();
  }

  /**
   * Answers at `dueMs` what was read at `readMs`. It is taken to have arrived midway between the last turn of the loop
   * and its reading. That is 0.1 ms, unless something kept this process from its CPU meanwhile: then the request lay in
   * the socket for part of that pause, which a record of reading times alone would leave out.
   */
  add(connection: HttpConnection, readMs: number, dueMs: number): void {
    const heap = this.#heap;
    // One that waited behind another of its connection was read before the last turn.
    const sinceMs = Math.min(this.#turnMs, readMs);
    const added = { connection, arrivedMs: (sinceMs + readMs) / 2, dueMs };
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (heap[parent]!.dueMs <= dueMs) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = added;
  }

  #nextMs(): number {
    return this.#heap[0]?.dueMs ?? Infinity;
  }

  #release(): void {
    while (this.#nextMs() <= performance.now()) {
      const { connection, arrivedMs } = this.#takeFirst();
      connection.answerHello();
      // Only now: a pause inside the write is the server's as well.
      this.#record.stayed(arrivedMs);
    }
  }

  #takeFirst(): Due {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++;
      if (heap[child]!.dueMs >= last.dueMs) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return first;
  }
}
