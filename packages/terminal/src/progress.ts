import {
  throughputOf,
  type JournalEntry,
  type LiveReading,
  type LoadLevel,
  type Plan,
  type PlannedWindow,
  type RunEvent,
  type WindowRecord,
} from "@stackbench/model";
import { estimateDuration, levelId, remainingSittings } from "@stackbench/plan";
import { oneLine } from "@stackbench/report";
import { consoleText } from "./console-text.ts";

/** Where progress goes: stderr, so that stdout holds the result alone. */
export interface ProgressOutput {
  write(text: string): void;
  isTTY?: boolean;
  columns?: number;
}

/** Tells a person what is going on: one line that is rewritten on a terminal, a line a window elsewhere. */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #plan: Plan;
  readonly #done: Set<string>;
  readonly #spentBeforeSeconds: number;
  readonly #startedMs = performance.now();
  #total: number;
  /** Windows that ended since then. */
  #ended = 0;
  #current: PlannedWindow | undefined;
  #phase = "";
  #shown = false;

  /** `done` and `spentSeconds`: what earlier parts of the run left on disk, and how long they took. */
  constructor(output: ProgressOutput, plan: Plan, done: ReadonlySet<string>, spentSeconds = 0) {
    this.#output = output;
    this.#plan = plan;
    this.#done = new Set(done);
    this.#spentBeforeSeconds = spentSeconds;
    this.#total = this.#countWindows();
  }

  /** Windows behind and still planned: a spare round counts once it has begun. */
  #countWindows(): number {
    const left = remainingSittings(this.#plan, this.#done);
    return left.reduce((sum, sitting) => sum + sitting.windows.length, this.#done.size);
  }

  /** A line that stays. */
  say(line: string): void {
    this.#clear();
    this.#output.write(`${consoleText(line)}\n`);
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
        this.#current = event.window;
        this.#phase = `${variantOf(event.window)} ${event.window.workload}: warming up ${event.seconds} s`;
        this.#show(this.#line());
        break;
      case "measuring":
        this.#current = event.window;
        this.#phase = `${variantOf(event.window)} ${event.window.workload}: measuring ${event.requests === undefined ? `${event.seconds} s` : `${count(event.requests)} requests`}`;
        this.#show(this.#line());
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
    this.#show(this.#line(`${done}, ${count(requestsPerSecond)} req/s`));
  }

  onMessage(message: string): void {
    if (this.#output.isTTY) this.#show(message);
    else this.say(message);
  }

  end(): void {
    this.#clear();
  }

  #onEntry(entry: JournalEntry): void {
    if (entry.type === "stopped") this.say(entry.stop.message);
    if (entry.type !== "window") return;
    this.#done.add(entry.window.planned.windowId);
    this.#ended++;
    this.#total = this.#countWindows();
    this.say(
      `${this.#position()} ${describeWindow(entry.window, this.#plan.experiment.generators[0])}${this.#timeLeft()}`,
    );
  }

  #line(live = ""): string {
    return `${this.#position(1)} ${this.#phase}${live}${this.#timeLeft()}`;
  }

  #position(ahead = 0): string {
    const width = String(this.#total).length;
    const position = Math.min(this.#total, this.#done.size + ahead);
    return `[${String(position).padStart(width)}/${this.#total}]`;
  }

  #timeLeft(): string {
    const hereSeconds = (performance.now() - this.#startedMs) / 1000;
    if (this.#plan.experiment.windowRequests !== undefined) {
      // How long so many requests take is known from those that were asked.
      if (this.#ended === 0) return "";
      const left = (hereSeconds / this.#ended) * (this.#total - this.#done.size);
      return left < 1 ? "" : `  (about ${formatSeconds(left)} left)`;
    }
    const spentSeconds = this.#spentBeforeSeconds + hereSeconds;
    const { leastSeconds, mostSeconds } = estimateDuration(this.#plan, {
      doneWindowIds: this.#done,
      spentSeconds,
    });
    if (mostSeconds < 1) return "";
    const bound = mostSeconds - leastSeconds < 1 ? "about" : "at most";
    return `  (${bound} ${formatSeconds(mostSeconds)} left)`;
  }

  #show(line: string): void {
    if (!this.#output.isTTY) return;
    // A terminal that does not know its width says 0.
    const columns = this.#output.columns || 80;
    this.#output.write(`\r\u001b[2K${oneLine(line).slice(0, columns - 1)}`);
    this.#shown = true;
  }

  #clear(): void {
    if (this.#shown) this.#output.write("\r\u001b[2K");
    this.#shown = false;
  }
}

/** `round 2  fastify:bare hello  48,210 req/s`. `usual`: the generator that need not be told. */
function describeWindow(window: WindowRecord, usual: string | undefined): string {
  const { planned } = window;
  const generator = planned.generator === usual ? "" : ` by ${planned.generator}`;
  const name = `round ${window.round}  ${window.variant} ${planned.workload} ${describeLevel(planned.level)}${generator}`;
  if (window.status === "failed") {
    return `${name}  FAILED at ${window.failure.stage}: ${oneLine(window.failure.message)}`;
  }
  if (window.status === "profiled") {
    const { outcome } = window;
    return outcome.kind === "held"
      ? `${name}  profiled, ${count(throughputOf(outcome.load))} req/s`
      : `${name}  not profiled: ${oneLine(outcome.failure.message)}`;
  }
  const cautions = window.cautions.map((caution) =>
    caution.severity === "invalid" ? `${caution.kind} (invalid)` : caution.kind,
  );
  const tail = cautions.length > 0 ? `  ! ${cautions.join(", ")}` : "";
  if (window.status === "started") {
    return `${name}  answers ${Math.round(window.start.answeredMs)} ms after its start${tail}`;
  }
  return `${name}  ${count(throughputOf(window.load))} req/s${tail}`;
}

function describeLevel(level: LoadLevel): string {
  return level.loop === "closed" ? levelId(level) : `${level.ratePerSecond}/s`;
}

function variantOf(window: PlannedWindow): string {
  return window.caseId.split("/")[0] ?? window.caseId;
}

function count(perSecond: number): string {
  return perSecond >= 100
    ? Math.round(perSecond).toLocaleString("en-GB")
    : perSecond.toPrecision(3);
}

/** `45 s`, `3 min 10 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 90) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 90) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
