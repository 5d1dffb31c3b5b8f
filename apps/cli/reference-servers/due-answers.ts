import type { HttpConnection } from "./http-connection.ts";
import type { ResidenceRecord } from "./residence-record.ts";

interface Due {
  connection: HttpConnection;
  arrivedMs: number;
  dueMs: number;
}

/**
 * Answers each request at its own absolute time, by turning the event loop without ever sleeping: a timer would be
 * late by up to a millisecond, and wake a CPU that sleeps. Needs a CPU of its own.
 */
export class DueAnswers {
  /** A binary heap, the earliest first. */
  readonly #heap: Due[] = [];
  readonly #record: ResidenceRecord;
  /** When the loop last came round: what is read now arrived since. */
  #turnMs = performance.now();

  constructor(record: ResidenceRecord) {
    this.#record = record;
  }

  start(): void {
    const turn = (): void => {
      this.#release();
      this.#turnMs = performance.now();
      setImmediate(turn);
    };
    turn();
  }

  /**
   * Answers at `dueMs` what was read at `readMs`. It is taken to have arrived midway between the last turn of the loop
   * and its reading. That is a microsecond, unless something kept this process from its CPU meanwhile: then the request
   * lay in the socket for part of that pause, which a record of reading times alone would leave out.
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

  #release(): void {
    while (this.#heap.length > 0 && this.#heap[0]!.dueMs <= performance.now()) {
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
