/**
 * Lines that may be read before or after they come, by one reader after another: a reader that
 * stops early takes nothing away from the next one.
 */
export class LineQueue implements AsyncIterable<string> {
  #lines: string[] = [];
  #head = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  push(line: string): void {
    this.#lines.push(line);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    for (;;) {
      while (this.#head < this.#lines.length) yield this.#take();
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(): string {
    const line = this.#lines[this.#head++]!;
    if (this.#head === this.#lines.length) {
      this.#lines = [];
      this.#head = 0;
    }
    return line;
  }
}
