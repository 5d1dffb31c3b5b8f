import type { JsonField } from "@stackbench/model";

type Path = JsonField["path"];

/** Every value that stands in a JSON value, itself first. */
export function fieldsOf(value: unknown, path: Path = []): JsonField[] {
  const type = typeOf(value);
  if (type !== "object" && type !== "array") {
    return [{ path, type, ...(type !== "null" && { value: value as string }) }];
  }
  const inside = Array.isArray(value)
    ? value.flatMap((each, index) => fieldsOf(each, [...path, index]))
    : Object.entries(value as object).flatMap(([key, each]) => fieldsOf(each, [...path, key]));
  return [{ path, type }, ...inside];
}

/**
 * What several JSON values have in common: the fields that are in all of them, with their value where it is one and the
 * same. A value that tells the time of `nowMs` (ms since 1970), to a day, will vary though it did not yet.
 */
export function commonFields(values: readonly unknown[], nowMs: number): JsonField[] {
  const common = values.map((value) => fieldsOf(value)).reduce(fieldsInBoth);
  return common.map((field) => (tellsNow(field.value, nowMs) ? withoutValue(field) : field));
}

/** The fields that are in both, those of the first, with their value where it is the same. */
export function fieldsInBoth(
  first: readonly JsonField[],
  second: readonly JsonField[],
): JsonField[] {
  const others = new Map(second.map((field) => [placeOf(field), field]));
  return first.flatMap((field) => {
    const other = others.get(placeOf(field));
    if (other?.type !== field.type) return [];
    return [other.value === field.value ? field : withoutValue(field)];
  });
}

function placeOf({ path }: JsonField): string {
  return JSON.stringify(path.map(String));
}

function withoutValue({ path, type }: JsonField): JsonField {
  return { path, type };
}

/** Whether somewhere in a JSON value stands what time it is. */
export function hasClock(value: unknown, nowMs: number): boolean {
  return fieldsOf(value).some((field) => tellsNow(field.value, nowMs));
}

/** How a JSON text differs from what should stand in it; undefined where it does not. */
export function fieldsMismatch(
  fields: readonly JsonField[],
  text: string,
): { expected: string; got: string } | undefined {
  const value = parseJson(text);
  if (value === undefined) return { expected: "JSON", got: JSON.stringify(text.slice(0, 60)) };
  const wrong = fields.find((field) => !holds(field, at(value, field.path)));
  if (!wrong) return undefined;
  const name = `$${wrong.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("")}`;
  const { type, value: wanted } = wrong;
  const got = at(value, wrong.path);
  return {
    expected: `${name}: ${wanted === undefined ? type : shown(wanted)}`,
    got: `${name}: ${got === undefined ? "nothing" : shown(got)}`,
  };
}

/** Undefined for what is no JSON object or array: there is nothing to tell apart in it. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function holds(field: JsonField, got: unknown): boolean {
  return typeOf(got) === field.type && (field.value === undefined || field.value === got);
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = (found as Record<string | number, unknown>)[part];
  }
  return found;
}

function typeOf(value: unknown): JsonField["type"] {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as JsonField["type"]);
}

const dayMs = 86_400_000;
/** Longer than any date that is written out. */
const mostDateCharacters = 40;

function tellsNow(value: JsonField["value"], nowMs: number): boolean {
  const isNear = (ms: number) => Math.abs(ms - nowMs) < dayMs;
  if (typeof value === "number") return isNear(value) || isNear(value * 1000);
  if (typeof value !== "string" || value.length > mostDateCharacters) return false;
  return /\d{4}/.test(value) && isNear(Date.parse(value));
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 80);
}
