import { parseCpuList } from "@stackbench/host";
import { closest, UsageError, type CpuSet } from "@stackbench/model";

/** A whole number of at least `min` from an option's text, or the default. */
export function readInteger(
  name: string,
  text: string | undefined,
  fallback: number,
  { min, max }: { min: number; max: number },
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${name}: expected a whole number from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

/** Seconds from `5`, `5s`, `500ms` or `2m`. */
export function readSeconds(
  name: string,
  text: string | undefined,
  fallback: number,
  { min, max }: { min: number; max: number },
): number {
  if (text === undefined) return fallback;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const unit = { ms: 0.001, s: 1, m: 60, h: 3600 }[match?.[2] ?? "s"]!;
  const value = match ? Number(match[1]) * unit : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UsageError(
      `--${name}: expected a duration from ${min} s to ${max} s such as 5, 5s, 500ms or 2m, got "${text}"`,
    );
  }
  return value;
}

/** Bytes from `64m`, `2g` or a plain number of bytes; null where nothing was said. */
export function readBytes(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d+)([kmg])?$/i.exec(text);
  const unit = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[match?.[2]?.toLowerCase() ?? ""] ?? 1;
  const value = match ? Number(match[1]) * unit : Number.NaN;
  // Docker refuses a limit below 6 MiB.
  if (!(value >= 6 * 2 ** 20)) {
    throw new UsageError(
      `--${name}: expected a size of at least 6m such as 64m or 2g, got "${text}"`,
    );
  }
  return value;
}

/** One of a closed set of words, or the default. */
export function readChoice<Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  if (text === undefined) return fallback;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) {
    throw new UsageError(
      `--${name}: expected one of ${choices.join(", ")}, got "${text}"${closest(text, choices)}`,
    );
  }
  return found;
}

/** A comma list; empty parts are dropped. */
export function readList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** CPU numbers such as `0-2,5`, all of them among `available`. */
export function readCpus(
  name: string,
  text: string | undefined,
  available: CpuSet,
  fallback: CpuSet,
): CpuSet {
  if (text === undefined) return fallback;
  const set = parseCpuList(text);
  if (!set || set.some((cpu) => !available.includes(cpu))) {
    throw new UsageError(
      `--${name}: expected CPUs out of ${available.join(",")} such as 0 or 0-1,3, got "${text}"`,
    );
  }
  return set;
}
