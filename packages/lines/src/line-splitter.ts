/**
 * The longest line that a program of the harness may say, bytes: some times what a window's report takes. One line has
 * to fit into one string.
 */
export const longestMessageBytes = 128 * 1024 * 1024;

const lineFeed = 10;
const carriageReturn = 13;
const firstBytes = 256;

/**
 * Cuts bytes that come in pieces into lines, without their line ends. Looks at each byte once, and keeps no more than
 * `longestBytes` of the line that is coming: a longer one is given cut, with a mark.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #longestBytes: number;
  /** The beginning of the line that has not ended yet. */
  #kept = Buffer.alloc(0);
  #keptBytes = 0;
  #isCut = false;

  constructor(longestBytes: number, onLine: (line: string) => void) {
    this.#longestBytes = longestBytes;
    this.#onLine = onLine;
  }

  push(bytes: Buffer): void {
    let at = 0;
    for (;;) {
      const end = bytes.indexOf(lineFeed, at);
      if (end === -1) break;
      if (this.#keptBytes === 0) this.#give(bytes, at, end);
      else {
        this.#keep(bytes, at, end);
        this.#giveKept();
      }
      at = end + 1;
    }
    this.#keep(bytes, at, bytes.length);
  }

  /** Gives a last line that has no line feed. */
  end(): void {
    if (this.#keptBytes > 0) this.#giveKept();
  }

  #giveKept(): void {
    // One more than is kept tells that the line was longer.
    this.#give(this.#kept, 0, this.#isCut ? this.#longestBytes + 1 : this.#keptBytes);
    this.#keptBytes = 0;
    this.#isCut = false;
    if (this.#kept.length > firstBytes) this.#kept = Buffer.alloc(0);
  }

  #give(bytes: Buffer, from: number, to: number): void {
    if (to - from > this.#longestBytes) {
      this.#onLine(`${bytes.toString("utf8", from, from + this.#longestBytes)}…`);
    } else {
      const end = to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
      this.#onLine(bytes.toString("utf8", from, end));
    }
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    const free = this.#longestBytes - this.#keptBytes;
    if (to - from > free) this.#isCut = true;
    const end = from + Math.min(free, to - from);
    const length = this.#keptBytes + (end - from);
    if (length > this.#kept.length) {
      // Doubled: no byte is copied more than twice on the average.
      const grown = Buffer.allocUnsafe(Math.max(firstBytes, length, 2 * this.#kept.length));
      this.#kept.copy(grown, 0, 0, this.#keptBytes);
      this.#kept = grown;
    }
    bytes.copy(this.#kept, this.#keptBytes, from, end);
    this.#keptBytes = length;
  }
}
