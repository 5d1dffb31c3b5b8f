import type { Acknowledged } from "@stackbench/model";

interface Update {
  number: number;
  /** Infinity while it is not known whether it was carried out. */
  endedMs: number;
}

/**
 * Which of the values that were written to a row may be the last one. A write that ended before an acknowledged one
 * was even sent is not; of those that overlap in time any may be, and one without an answer may be carried out late.
 */
export class UpdateLog {
  readonly #byRequest = new Map<number, { latestMs: number; updates: Update[] }>();

  /** A PUT ended. `acknowledged`: by the right answer; else nobody knows whether it was carried out. */
  end(request: number, number: number, sentMs: number, nowMs: number, acknowledged: boolean): void {
    let row = this.#byRequest.get(request);
    if (!row) this.#byRequest.set(request, (row = { latestMs: -Infinity, updates: [] }));
    if (acknowledged && sentMs > row.latestMs) row.latestMs = sentMs;
    row.updates.push({ number, endedMs: acknowledged ? nowMs : Infinity });
    const { latestMs } = row;
    row.updates = row.updates.filter(({ endedMs }) => endedMs >= latestMs);
  }

  /** Rows without an acknowledged write are left out. */
  candidates(): NonNullable<Acknowledged["updates"]> {
    return [...this.#byRequest].flatMap(([request, { latestMs, updates }]) =>
      latestMs === -Infinity ? [] : [{ request, numbers: updates.map(({ number }) => number) }],
    );
  }
}
