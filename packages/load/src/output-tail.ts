/** Reports of programs are a page; some are told to write a line a request. */
const mostCharacters = 16 * 1024 * 1024;

/** The last lines of what a program wrote, however many they are: reports come last. */
export class OutputTail {
  #lines: string[] = [];
  /** Where the first line that counts stands. */
  #from = 0;
  #characters = 0;

  push(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length + 1;
    while (this.#characters > mostCharacters) {
      this.#characters -= this.#lines[this.#from]!.length + 1;
      this.#lines[this.#from++] = "";
    }
    // Now and then, so that each line is moved once on the average.
    if (this.#from <= this.#lines.length / 2) return;
    this.#lines = this.lines();
    this.#from = 0;
  }

  lines(): string[] {
    return this.#lines.slice(this.#from);
  }
}
