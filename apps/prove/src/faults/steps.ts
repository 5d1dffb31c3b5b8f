/** What a run does, as its progress line says it; `start` and `end` are no lines. */
export const stepNames = [
  "start",
  "preparing",
  "bring-up",
  "verify",
  "warming up",
  "measuring",
  "window",
  "take-down",
] as const;
export type StepName = (typeof stepNames)[number];

export interface Step {
  name: StepName;
  /** Absent while stacks are prepared. */
  variant?: string;
}

/** What moves the cursor and clears. */
const controls = new RegExp(String.raw`\u001b\[\d*[A-Z]`, "g");

/** Reads the steps of a run from what it writes to stderr where that is a terminal. */
export class StepReader {
  #rest = "";
  #last = "";
  /** Windows that it has told of, by id: these are finished, and none of them may be lost. */
  readonly printed: string[] = [];

  /** The steps that begin in this piece of text. */
  read(text: string): Step[] {
    const lines = (this.#rest + text).split(/[\r\n]/);
    // A line that is rewritten ends only where the next begins: what there is of the last one is read now, and again then.
    this.#rest = lines.at(-1)!;
    return lines.flatMap((line) => this.#readLine(line.replaceAll(controls, "")) ?? []);
  }

  #readLine(line: string): Step | undefined {
    const window = /^\[ *\d+\/\d+\] round (\d+) {2}(\S+) (\S+) (c\d+) {2}/.exec(line);
    const doing =
      /^\[ *(\d+\/\d+)\] (\S+:\S+?)(?: [\w-]+)?: (bring-up|verify|warming up|measuring|take-down)/.exec(
        line,
      );
    const preparing = /^preparing (\S+)/.exec(line);
    const found: Step | undefined = window
      ? { name: "window", variant: window[2]! }
      : doing
        ? { name: doing[3] as StepName, variant: doing[2]! }
        : preparing
          ? { name: "preparing" }
          : undefined;
    const identity = (window ?? doing ?? preparing)?.[0];
    // The line of a window is rewritten as figures come in, and the name of a stack may come in pieces.
    const isSame = identity !== undefined && this.#last !== "" && identity.startsWith(this.#last);
    if (identity !== undefined) this.#last = identity;
    if (!found || isSame) return undefined;
    if (window) {
      const [, round, variant, workload, level] = window;
      this.printed.push(`r${round}/${variant}/${workload}/${level}/stackbench`);
    }
    return found;
  }
}
