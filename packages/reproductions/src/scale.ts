import { UsageError } from "@stackbench/model";
import type { Study } from "./study.ts";

/** What a smaller share of a study cuts: the length of windows, and how many requests bound one. */
const cut: readonly string[] = ["duration", "requests"];

/** A share of 1 from `50%`. Throws UsageError. */
export function readScale(text: string | undefined): number {
  if (text === undefined) return 1;
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const share = Number(percent) / 100;
  if (share > 0 && share <= 1) return share;
  throw new UsageError(`--scale: expected a percentage up to 100% such as 50%, got "${text}"`);
}

/** The options of a step at a share of its load: `30s` becomes `15s` at one half. */
export function scaleOptions(
  options: Readonly<Record<string, string>>,
  scale: number,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, scaleOption(name, value, scale)]),
  );
}

function scaleOption(name: string, value: string, scale: number): string {
  const match = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(value);
  if (!cut.includes(name) || !match) return value;
  const scaled = Number(match[1]) * scale;
  const [, , unit] = match;
  return unit === ""
    ? String(Math.max(1, Math.round(scaled)))
    : `${Number(scaled.toPrecision(3))}${unit}`;
}

/** In words, by step: what was cut, and that its claims rest on less. Empty where nothing was. */
export function describeScale({ steps }: Study, scale: number): string[] {
  if (scale === 1) return [];
  return steps.flatMap(({ title, options }) => {
    const scaled = scaleOptions(options, scale);
    const changed = Object.keys(options).filter((name) => options[name] !== scaled[name]);
    if (changed.length === 0) return [];
    const what = changed.map((name) => `${name} ${scaled[name]} in place of ${options[name]}`);
    return [
      `Cut to ${Math.round(scale * 100)} %: ${title}, ${what.join(", ")}. Claims judged by this step rest on fewer answers: their intervals are wider, and high percentiles may be missing.`,
    ];
  });
}
