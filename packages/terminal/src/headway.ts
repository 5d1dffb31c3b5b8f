import type { Plan, WindowRecord } from "@stackbench/model";
import { estimateDuration, remainingSittings } from "@stackbench/plan";
import { formatSeconds } from "./format-seconds.ts";

/** How far a run is. */
export class Headway {
  readonly #plan: Plan;
  readonly #done: Set<string>;
  readonly #spentBeforeSeconds: number;
  readonly #startedMs = performance.now();
  #total: number;
  /** Windows that ended since then. */
  #ended = 0;

  /** `earlier`, `spentSeconds`: what earlier parts of the run left on disk, and how long they took. */
  constructor(plan: Plan, earlier: readonly WindowRecord[], spentSeconds: number) {
    this.#plan = plan;
    this.#done = new Set(earlier.map((window) => window.planned.windowId));
    this.#spentBeforeSeconds = spentSeconds;
    this.#total = this.#countWindows();
  }

  add(window: WindowRecord): void {
    this.#done.add(window.planned.windowId);
    this.#ended++;
    this.#total = this.#countWindows();
  }

  /** `[ 3/12]`: windows that ended, and `ahead` more. */
  position(ahead = 0): string {
    const width = String(this.#total).length;
    const position = Math.min(this.#total, this.#done.size + ahead);
    return `[${String(position).padStart(width)}/${this.#total}]`;
  }

  /** `about 40 s left`; empty where nobody knows, or none is. */
  timeLeft(): string {
    const hereSeconds = (performance.now() - this.#startedMs) / 1000;
    if (this.#plan.experiment.windowRequests !== undefined) {
      // How long so many requests take is known from those that were asked.
      if (this.#ended === 0) return "";
      const left = (hereSeconds / this.#ended) * (this.#total - this.#done.size);
      return left < 1 ? "" : `about ${formatSeconds(left)} left`;
    }
    const { leastSeconds, mostSeconds } = estimateDuration(this.#plan, {
      doneWindowIds: this.#done,
      spentSeconds: this.#spentBeforeSeconds + hereSeconds,
    });
    if (mostSeconds < 1) return "";
    const bound = mostSeconds - leastSeconds < 1 ? "about" : "at most";
    return `${bound} ${formatSeconds(mostSeconds)} left`;
  }

  /** Behind and still planned: a spare round counts once it has begun. */
  #countWindows(): number {
    const left = remainingSittings(this.#plan, this.#done);
    return left.reduce((sum, sitting) => sum + sitting.windows.length, this.#done.size);
  }
}
