import type { Plan, WindowRecord } from "@stackbench/model";
import { estimateDuration, estimateSittings, remainingSittings } from "@stackbench/plan";
import { formatSeconds } from "./format-seconds.ts";

/** How far a run is. */
export class Headway {
  readonly #plan: Plan;
  readonly #done: Set<string>;
  readonly #spentBeforeSeconds: number;
  readonly #startedMs = performance.now();
  #total: number;
  /** Ids of windows that ended since then, and when the first and the last of them did. */
  readonly #ended: string[] = [];
  #firstEndedMs = 0;
  #lastEndedMs = 0;

  /** `earlier`, `spentSeconds`: what earlier parts of the run left on disk, and how long they took. */
  constructor(plan: Plan, earlier: readonly WindowRecord[], spentSeconds: number) {
    this.#plan = plan;
    this.#done = new Set(earlier.map((window) => window.planned.windowId));
    this.#spentBeforeSeconds = spentSeconds;
    this.#total = this.#countWindows();
  }

  add(window: WindowRecord): void {
    const { windowId } = window.planned;
    this.#done.add(windowId);
    this.#lastEndedMs = performance.now();
    if (this.#ended.push(windowId) === 1) this.#firstEndedMs = this.#lastEndedMs;
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
      if (this.#ended.length === 0) return "";
      const left = (hereSeconds / this.#ended.length) * (this.#total - this.#done.size);
      return left < 1 ? "" : `about ${formatSeconds(left)} left`;
    }
    const { leastSeconds, mostSeconds } = estimateDuration(this.#plan, {
      doneWindowIds: this.#done,
      spentSeconds: this.#spentBeforeSeconds + hereSeconds,
      slowness: this.#slowness(),
    });
    if (mostSeconds < 1) return "";
    const bound = mostSeconds - leastSeconds < 1 ? "about" : "at most";
    return `${bound} ${formatSeconds(mostSeconds)} left`;
  }

  /**
   * How many times longer sittings took here than is reckoned for them, 1 where they took no longer. Servers that are slow
   * to come up or to settle, or a machine that others use, can make it several. Before the first window images may be made.
   */
  #slowness(): number {
    const { experiment, sittings } = this.#plan;
    const later = new Set(this.#ended.slice(1));
    const held = sittings
      .map((sitting) => ({
        ...sitting,
        windows: sitting.windows.filter(({ windowId }) => later.has(windowId)),
      }))
      .filter(({ windows }) => windows.length > 0);
    const reckonedSeconds = estimateSittings(experiment, held);
    const tookSeconds = (this.#lastEndedMs - this.#firstEndedMs) / 1000;
    return reckonedSeconds === 0 ? 1 : Math.max(1, tookSeconds / reckonedSeconds);
  }

  /** Behind and still planned: a spare round counts once it has begun. */
  #countWindows(): number {
    const left = remainingSittings(this.#plan, this.#done);
    return left.reduce((sum, sitting) => sum + sitting.windows.length, this.#done.size);
  }
}
