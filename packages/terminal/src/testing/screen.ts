import xterm from "@xterm/headless";

/** A terminal that nobody sees: what a person would see of the bytes that a program writes. */
export class Screen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    // A line feed alone moves to the beginning too, as behind a terminal's driver.
    const options = { cols: columns, rows, allowProposedApi: true, scrollback: 10_000 };
    this.#terminal = new xterm.Terminal({ ...options, convertEol: true });
  }

  async write(text: string): Promise<void> {
    await new Promise<void>((resolve) => this.#terminal.write(text, resolve));
  }

  async resize(columns: number, rows: number): Promise<void> {
    // What came before is shown first.
    await this.write("");
    this.#terminal.resize(columns, rows);
  }

  /** All lines, those that scrolled away too, without empty ones at the end. A line that was broken is several. */
  get lines(): string[] {
    const { active } = this.#terminal.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? "",
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  }
}
