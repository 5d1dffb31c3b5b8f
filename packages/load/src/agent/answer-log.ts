import type { AnswerSample } from "@stackbench/model";

/** One of so many answers of a window is looked at whole, beside each connection's first and last. */
export const sampledOneIn = 64;

/** Different answers kept at most, and characters of all their bodies: more are drawn among (reservoir). */
const mostKept = 1024;
const mostCharacters = 4 * 1024 * 1024;

/**
 * Whole bodies of answers, equal ones counted once. Where there are more different ones than are kept, each has the
 * same chance: the n-th takes the place of one that is kept with probability kept / n (J. S. Vitter, "Random sampling
 * with a reservoir", ACM Transactions on Mathematical Software 11 (1985), algorithm R).
 */
export class AnswerLog {
  readonly #kept = new Map<string, AnswerSample>();
  readonly #keys: string[] = [];
  #characters = 0;
  #seen = 0;

  add(request: number, number: number | undefined, body: string): void {
    const key = `${request} ${number ?? ""} ${body}`;
    const known = this.#kept.get(key);
    if (known) {
      known.count++;
      return;
    }
    this.#seen++;
    const sample = { request, ...(number === undefined ? {} : { number }), body, count: 1 };
    if (
      this.#keys.length < mostKept &&
      (this.#characters + body.length <= mostCharacters || this.#keys.length === 0)
    ) {
      this.#keys.push(key);
      this.#put(key, sample);
      return;
    }
    const place = Math.floor(Math.random() * this.#seen);
    const replaced = this.#keys[place];
    if (replaced === undefined) return;
    this.#characters -= this.#kept.get(replaced)!.body.length;
    this.#kept.delete(replaced);
    this.#keys[place] = key;
    this.#put(key, sample);
  }

  samples(): AnswerSample[] {
    return [...this.#kept.values()];
  }

  #put(key: string, sample: AnswerSample): void {
    this.#kept.set(key, sample);
    this.#characters += sample.body.length;
  }
}
