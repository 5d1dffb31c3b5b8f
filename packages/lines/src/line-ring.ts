/** A line of a log is kept up to here: an app that writes no line feeds has lines of any length. */
export const longestLogLineBytes = 2000;

/** Keeps the last lines that a service wrote. */
export class LineRing {
  readonly #lines: string[] = [];
  readonly #capacity: number;

  constructor(capacity = 200) {
    this.#capacity = capacity;
  }

  push(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > this.#capacity) this.#lines.shift();
  }

  /** Oldest first. */
  last(count: number): string[] {
    return count <= 0 ? [] : this.#lines.slice(-count);
  }
}
