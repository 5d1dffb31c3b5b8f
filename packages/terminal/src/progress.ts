import {
  workloadName,
  type Experiment,
  type JournalEntry,
  type LiveReading,
  type Plan,
  type PlannedWindow,
  type RunEvent,
  type WindowRecord,
} from "@stackbench/model";
import stringWidth from "string-width";
import { consoleText } from "./console-text.ts";
import { count, describeWindow, variantOf } from "./describe-window.ts";
import { Headway } from "./headway.ts";
import { LiveBlock } from "./live-block.ts";
import { hasRoomFor, liveLines, saidIn, widthIn, type Room } from "./live-lines.ts";
import { LiveRows } from "./live-rows.ts";
import { sayAbove } from "./say.ts";

/** Where progress goes: stderr, so that stdout holds the result alone. */
export interface ProgressOutput {
  write(text: string): void;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  on?(event: "resize", listener: () => void): unknown;
  off?(event: "resize", listener: () => void): unknown;
}

/** As wide as the table at the end where its width is not known. */
const columnsOfLogs = 100;

/** What a run has told so far, as lines for so many columns. */
export type ProvisionalLines = (columns: number) => readonly string[];

/** What earlier parts of a run left on disk, and how they are told of. */
export interface ProgressOptions {
  earlier?: readonly WindowRecord[];
  /** How long those took. */
  spentSeconds?: number;
  environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Tells a person what is going on. On a terminal: what is being done, what each case has given so far and the time left, in
 * lines that are rewritten and leave nothing behind, and above them what stays: cautions and failures, each kind once a variant.
 * Elsewhere: a line a window. What a look at the run found is the first of the lines that are rewritten; where there is no
 * room for it, or nothing is rewritten, that of the first look is written once and stays. It writes when something happens and
 * never by a clock, in a window only the line of its figures.
 */
export class Progress implements Disposable {
  readonly #output: ProgressOutput;
  readonly #experiment: Experiment;
  readonly #headway: Headway;
  readonly #block: LiveBlock | undefined;
  readonly #rows: LiveRows;
  /** What of the cautions and failures was told. */
  readonly #told = new Set<string>();
  #current: PlannedWindow | undefined;
  #phase = "";
  #now = "";
  #timeLeft = "";
  #isOver = false;
  /** What the latest look found, in lines for so many columns. */
  #looked: ProvisionalLines | undefined;
  #lookedLines: { columns: number; lines: readonly string[] } | undefined;
  #isLookWritten = false;

  constructor(
    output: ProgressOutput,
    plan: Plan,
    { earlier = [], spentSeconds = 0, environment = process.env }: ProgressOptions = {},
  ) {
    this.#output = output;
    this.#experiment = plan.experiment;
    this.#headway = new Headway(plan, earlier, spentSeconds);
    this.#rows = new LiveRows(plan);
    for (const window of earlier) this.#rows.add(window);
    if (!mayRewrite(output, environment)) return;
    this.#block = new LiveBlock(output);
    output.on?.("resize", this.#onResize);
    // Others say things on the same terminal.
    if (output === process.stderr) sayAbove((write) => this.#giveWay(write));
    // However it ends, what is left is as after an orderly end.
    process.on("exit", this.#onExit);
  }

  /** A line that stays. */
  say(line: string): void {
    this.#giveWay(() => this.#output.write(`${consoleText(line)}\n`));
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case "preparing":
        this.#show(`preparing ${event.message}`);
        break;
      case "sitting-started":
        this.#current = undefined;
        break;
      case "phase":
        this.#phase = `${event.sitting.variant}: ${event.phase}`;
        this.#show(this.#line());
        break;
      case "warming-up":
        this.#begin(event.window, `warming up ${event.seconds} s`);
        break;
      case "measuring":
        this.#begin(
          event.window,
          `measuring ${event.requests === undefined ? `${event.seconds} s` : `${count(event.requests)} requests`}`,
        );
        break;
      case "journal":
        this.#onEntry(event.entry);
        break;
    }
  }

  onLive(reading: LiveReading): void {
    if (this.#current?.windowId !== reading.windowId) return;
    const { answered, requestsPerSecond } = reading;
    const done = answered === undefined ? "" : `, ${count(answered)} answered`;
    this.#now = this.#line(`${done}, ${count(requestsPerSecond)} req/s`);
    // The window is being measured: no more than the one line, as short a work as it can be.
    if (!this.#isOver) this.#block?.drawLast(saidIn(this.#room(), this.#now));
  }

  /** A look at the run found this, and it goes on. Undefined where there is nothing to tell. */
  onLook(looked: ProvisionalLines | undefined): void {
    this.#looked = looked;
    this.#lookedLines = undefined;
    if (!looked || this.#isLookWritten) return;
    if (this.#block && hasRoomFor(this.#head(), this.#room())) return this.#draw();
    const lines = this.#block ? this.#head() : looked(columnsOfLogs);
    this.#isLookWritten = true;
    this.say(["", ...lines, ""].join("\n"));
  }

  onMessage(message: string): void {
    if (this.#block) this.#show(message);
    else this.say(message);
  }

  /** What was rewritten is erased; lines may still be said. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#block?.erase();
    this.#output.off?.("resize", this.#onResize);
    process.off("exit", this.#onExit);
    if (this.#block && this.#output === process.stderr) sayAbove(undefined);
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #giveWay(write: () => void): void {
    this.#block?.erase();
    write();
    this.#draw();
  }

  readonly #onExit = (): void => this.end();

  readonly #onResize = (): void => {
    this.#block?.eraseAt(columnsOf(this.#output), stringWidth);
    this.#draw();
  };

  #begin(window: PlannedWindow, what: string): void {
    this.#current = window;
    this.#rows.touch(window);
    this.#phase = `${variantOf(window)} ${workloadName(this.#experiment, window.workload)}: ${what}`;
    this.#show(this.#line());
  }

  #onEntry(entry: JournalEntry): void {
    if (entry.type === "stopped") this.say(entry.stop.message);
    if (entry.type !== "window") return;
    const { window } = entry;
    this.#headway.add(window);
    this.#rows.add(window);
    const line = `${this.#headway.position()} ${describeWindow(window, this.#experiment)}`;
    if (!this.#block) this.say(`${line}${inBrackets(this.#headway.timeLeft())}`);
    else if (this.#isNews(window)) this.say(line);
    else this.#show(line);
  }

  /** Whether anything went wrong that was not told of this variant yet. */
  #isNews(window: WindowRecord): boolean {
    const news = troublesOf(window)
      .map((trouble) => `${window.variant} ${trouble}`)
      .filter((one) => !this.#told.has(one));
    for (const one of news) this.#told.add(one);
    return news.length > 0;
  }

  #line(live = ""): string {
    return `${this.#headway.position(1)} ${this.#phase}${live}`;
  }

  #show(now: string): void {
    if (!this.#block) return;
    this.#now = now;
    this.#timeLeft = this.#headway.timeLeft();
    this.#draw();
  }

  #draw(): void {
    // Before anything happened there is nothing to tell.
    if (!this.#block || this.#isOver || this.#now === "") return;
    const room = this.#room();
    const state = { now: this.#now, timeLeft: this.#timeLeft, rows: this.#rows.rows };
    this.#block.draw(liveLines({ ...state, head: this.#head() }, room));
  }

  /** What the latest look found, as it stands above what is rewritten. */
  #head(): readonly string[] {
    if (!this.#looked || this.#isLookWritten) return [];
    const columns = widthIn(this.#room());
    if (this.#lookedLines?.columns !== columns) {
      this.#lookedLines = { columns, lines: this.#looked(columns) };
    }
    return this.#lookedLines.lines;
  }

  #room(): Room {
    return { columns: columnsOf(this.#output), rows: this.#output.rows || 24 };
  }
}

/** Whether lines can be written over: on a terminal that obeys, and that a person looks at. */
function mayRewrite(
  { isTTY }: ProgressOutput,
  { TERM, CI }: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTTY === true && TERM !== "dumb" && (CI === undefined || CI === "" || CI === "false");
}

/** A terminal that does not know its width says 0. */
function columnsOf({ columns }: ProgressOutput): number {
  return columns || 80;
}

function troublesOf(window: WindowRecord): string[] {
  if (window.status === "failed") return [window.failure.message];
  if (window.status === "profiled") {
    return window.outcome.kind === "held" ? [] : [window.outcome.failure.message];
  }
  return window.cautions.map(({ kind, severity }) => `${kind} ${severity}`);
}

function inBrackets(text: string): string {
  return text === "" ? "" : `  (${text})`;
}
