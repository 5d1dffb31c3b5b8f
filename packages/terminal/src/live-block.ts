import type { ProgressOutput } from "./progress.ts";

const clearLine = "\r\u001b[2K";
const clearBelow = "\r\u001b[J";

/**
 * Lines at the end of a terminal's text that are rewritten in place. The cursor rests at the beginning of the last one,
 * where it stays whatever a terminal does with longer lines when it is made narrower, and is never hidden: a program that is
 * killed leaves it as it was. Lines that did not change are not written again.
 */
export class LiveBlock {
  readonly #output: Pick<ProgressOutput, "write">;
  #drawn: readonly string[] = [];

  constructor(output: Pick<ProgressOutput, "write">) {
    this.#output = output;
  }

  /** None of the lines may be wider than the terminal, nor they all higher. */
  draw(lines: readonly string[]): void {
    if (lines.length !== this.#drawn.length) {
      this.#output.write(`${this.#erasing()}${lines.join("\n")}\r`);
    } else {
      const changed = lines.map((line, index) => this.#rewriting(line, index)).join("");
      if (changed !== "") this.#output.write(changed);
    }
    this.#drawn = lines;
  }

  /** The last line alone; nothing where none is drawn. */
  drawLast(line: string): void {
    if (this.#drawn.length > 0) this.draw([...this.#drawn.slice(0, -1), line]);
  }

  erase(): void {
    if (this.#drawn.length > 0) this.#output.write(this.#erasing());
    this.#drawn = [];
  }

  /** Erases what was drawn before the terminal got so wide. `widths`: cells that each of the lines drawn takes. */
  eraseAt(columns: number, widthOf: (line: string) => number): void {
    const rowsAbove = this.#drawn
      .slice(0, -1)
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
    if (this.#drawn.length > 0) this.#output.write(`${up(rowsAbove)}${clearBelow}`);
    this.#drawn = [];
  }

  #erasing(): string {
    return this.#drawn.length === 0 ? "" : `${up(this.#drawn.length - 1)}${clearBelow}`;
  }

  #rewriting(line: string, index: number): string {
    if (line === this.#drawn[index]) return "";
    const below = this.#drawn.length - 1 - index;
    return `${up(below)}${clearLine}${line}\r${below === 0 ? "" : `\u001b[${below}B`}`;
  }
}

function up(rows: number): string {
  return rows === 0 ? "" : `\u001b[${rows}A`;
}
