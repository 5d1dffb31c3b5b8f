import { numberPlace, secondPlace, type LoadRequest } from "@stackbench/model";
import { mistake, type HttpText, type Line } from "./http-text.ts";

type Numbers = NonNullable<LoadRequest["numbers"]>;

const place = /\{\{\s*(.+?)\s*\}\}/g;
/** Stand for the end of a UUID and for a random number, until it is known whether a request has both. */
const uuidEnd = "~end-of-uuid~";
const drawn = "~random-number~";
/** What UUIDs end in: no range that somebody wrote has so many that none comes twice. */
const uuidNumbers: Numbers = { from: 100_000_000, count: 900_000_000 };
const uuidEndDigits = `${uuidNumbers.from}`.length;
const deepest = 10;

const integers = /^\$(?:randomInt(?:\s+(-?\d+)\s+(-?\d+))?|random\.integer\((-?\d+),\s*(-?\d+)\))$/;
const uuids: ReadonlySet<string> = new Set(["$uuid", "$guid", "$random.uuid"]);

/** Fills the variables of one request in; what is another in each request becomes the `{n}` that generators know. */
export class Variables {
  readonly #source: HttpText;
  readonly #values: ReadonlyMap<string, Line>;
  #drawn: Numbers | undefined;
  #hasUuid = false;
  /** Where `{n}` itself was written. */
  #literal: Line | undefined;

  constructor(source: HttpText, values: ReadonlyMap<string, Line>) {
    this.#source = source;
    this.#values = values;
  }

  /** Throws UsageError for a variable that is not known. */
  fill(line: Line, depth = 0): string {
    return this.keep(line).replaceAll(place, (whole, name: string) => {
      if (name.startsWith("$")) return this.#dynamic(line, name);
      const value = this.#values.get(name);
      if (value === undefined) {
        throw mistake(this.#source, line, `a line "@${name} = …" for ${whole}`, "none");
      }
      if (depth >= deepest) {
        throw mistake(this.#source, value, "a value that ends", `${name}, which names itself`);
      }
      return this.fill({ ...line, text: value.text }, depth + 1);
    });
  }

  /** A text as it is. */
  keep(line: Line): string {
    if (line.text.includes(numberPlace) || line.text.includes(secondPlace)) this.#literal ??= line;
    return line.text;
  }

  /** Whether something stands in a filled text that is another in each request. */
  hasRandom(filled: string): boolean {
    return filled.includes(uuidEnd) || filled.includes(drawn);
  }

  /** Throws UsageError where `{n}` or `{m}` was written beside what they stand for. */
  refuseLiteral(): void {
    if (!this.numbers || !this.#literal) return;
    const expected = `no ${numberPlace} or ${secondPlace} beside random values`;
    throw mistake(this.#source, this.#literal, expected, "one");
  }

  /** What `{n}` and `{m}` stand for; undefined where all requests are the same. */
  get numbers(): Numbers | undefined {
    if (!this.#hasUuid) return this.#drawn;
    return { ...uuidNumbers, ...(this.#drawn && { second: this.#drawn }) };
  }

  /** A filled text once all of the request was filled. */
  finish(text: string): string {
    return text
      .replaceAll(uuidEnd, numberPlace)
      .replaceAll(drawn, this.#hasUuid ? secondPlace : numberPlace);
  }

  #dynamic(line: Line, name: string): string {
    if (name === "$timestamp") return `${Math.floor(this.#source.nowMs / 1000)}`;
    if (uuids.has(name)) {
      this.#hasUuid = true;
      return this.#source.uuid.slice(0, -uuidEndDigits) + uuidEnd;
    }
    const [whole, ...bounds] = integers.exec(name) ?? [];
    if (whole === undefined) {
      const known = "{{$uuid}}, {{$guid}}, {{$randomInt 1 1000}} or {{$timestamp}}";
      throw mistake(this.#source, line, known, `{{${name}}}`);
    }
    const [least = 0, below = 1001] = bounds.filter((bound) => bound !== undefined).map(Number);
    this.#draw(line, least, below);
    return drawn;
  }

  /** One number a request, whose length must not vary: of the range, those with the most digits that fill it best. */
  #draw(line: Line, least: number, below: number): void {
    const numbers = longestOfOneLength(Math.max(1, least), below);
    if (!numbers || numbers.from + numbers.count - 1 > Number.MAX_SAFE_INTEGER) {
      const got = `${least} and ${below}`;
      throw mistake(this.#source, line, "a least number and a greater one above zero", got);
    }
    const other = this.#drawn;
    if (other && (other.from !== numbers.from || other.count !== numbers.count)) {
      throw mistake(
        this.#source,
        line,
        "one range of random numbers in a request",
        "a second, other one",
      );
    }
    this.#drawn = numbers;
  }
}

/** Of the numbers from `from` to below `below` the largest part that all have as many digits. */
function longestOfOneLength(from: number, below: number): Numbers | undefined {
  const parts: Numbers[] = [];
  for (let least = from; least < below;) {
    const next = Math.min(below, 10 ** `${least}`.length);
    parts.push({ from: least, count: next - least });
    least = next;
  }
  return parts.toSorted((a, b) => b.count - a.count)[0];
}
