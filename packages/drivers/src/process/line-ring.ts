const longestLine = 2000;

/** Cuts text that comes in pieces into lines, without their line feeds. */
export class LineSplitter {
  #rest = "";
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const pieces = (this.#rest + text).split("\n");
    this.#rest = pieces.pop()!;
    for (const piece of pieces) this.#onLine(piece.endsWith("\r") ? piece.slice(0, -1) : piece);
  }

  /** Gives a last line that has no line feed. */
  end(): void {
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }
}

/** Keeps the last lines that a service wrote. */
export class LineRing {
  readonly #lines: string[] = [];
  readonly #capacity: number;

  constructor(capacity = 200) {
    this.#capacity = capacity;
  }

  push(line: string): void {
    this.#lines.push(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
    if (this.#lines.length > this.#capacity) this.#lines.shift();
  }

  /** Oldest first. */
  last(count: number): string[] {
    return count <= 0 ? [] : this.#lines.slice(-count);
  }
}
