import { badInput } from "./refusal.ts";

/** A parsed query string: a string once given, an array where it was given several times. */
export type Query = Readonly<Record<string, unknown>>;

/** Longest name, in code points. */
const nameLimit = 200;

const biggestId = "9223372036854775807";

export interface IntegerRange {
  min: number;
  max: number;
  fallback: number;
}

/** A decimal integer from the query. Throws a refusal (400) for anything else. */
export function readInteger(query: Query, name: string, range: IntegerRange): number {
  const given = query[name];
  if (given === undefined) return range.fallback;
  const value = typeof given === "string" && /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw badInput(
    `${name}: expected an integer from ${range.min} to ${range.max}, got ${JSON.stringify(given)}`,
  );
}

/** The `name` of the query. Throws a refusal (400) where it is missing, given twice or too long. */
export function readName(query: Query): string {
  return checkName(query["name"]);
}

export interface ItemInput {
  name: string;
  /** 32-bit signed. */
  quantity: number;
}

/** Throws a refusal (400) naming the field. Unknown fields are ignored. */
export function readItem(body: unknown): ItemInput {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badInput('expected a JSON object {"name":"…","quantity":n}');
  }
  const { name, quantity } = body as Record<string, unknown>;
  if (typeof quantity !== "number" || (quantity | 0) !== quantity) {
    throw badInput(
      `quantity: expected a 32-bit integer, got ${JSON.stringify(quantity) ?? "nothing"}`,
    );
  }
  return { name: checkName(name), quantity };
}

/**
 * An item's id, left as text because it may be beyond 2^53; undefined where it is beyond PostgreSQL's bigint,
 * so that no item can have it. Throws a refusal (400) where it is no positive integer.
 */
export function readId(given: string): string | undefined {
  if (!/^[1-9]\d*$/.test(given)) {
    throw badInput(`id: expected a positive integer, got ${JSON.stringify(given.slice(0, 40))}`);
  }
  if (given.length < biggestId.length) return given;
  return given.length === biggestId.length && given <= biggestId ? given : undefined;
}

function checkName(name: unknown): string {
  if (typeof name !== "string") {
    throw badInput(`name: expected a string, got ${name === undefined ? "nothing" : typeof name}`);
  }
  if (name.length > nameLimit && [...name].length > nameLimit) {
    throw badInput(`name: expected at most ${nameLimit} characters, got ${[...name].length}`);
  }
  // PostgreSQL's text holds neither NUL nor half a surrogate pair.
  if (name.includes("\0") || !name.isWellFormed()) {
    throw badInput("name: expected Unicode text without NUL and lone surrogates");
  }
  return name;
}
