import { say } from "@stackbench/terminal";

/** `1 h 5 min`, `3 min`, `40 s`; `–` where it is no number. */
export function describeSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Tells before each part how far a long proof is, and how long the parts left will take by those held. */
export class PartsLeft {
  readonly #name: string;
  readonly #parts: number;
  readonly #estimateSeconds: number;
  readonly #started = performance.now();
  #done = 0;

  constructor(name: string, parts: number, estimateSeconds: number) {
    this.#name = name;
    this.#parts = parts;
    this.#estimateSeconds = estimateSeconds;
  }

  /** To be called before each part. */
  next(what: string): void {
    const elapsed = (performance.now() - this.#started) / 1000;
    const each = this.#done === 0 ? this.#estimateSeconds : elapsed / this.#done;
    const left = describeSeconds(each * (this.#parts - this.#done));
    this.#done += 1;
    say(`\n${this.#name}: ${what}, ${this.#done} of ${this.#parts} to do now; about ${left} left`);
  }
}
