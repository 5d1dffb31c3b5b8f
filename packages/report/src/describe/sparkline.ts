import { mean } from "@stackbench/statistics";

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Values in time as bars between `least` and `most`, each bar the mean of its share of them; at most `width` of them. */
export function sparkline(
  values: readonly number[],
  { least, most, width }: { least: number; most: number; width: number },
): string {
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * values.length) / count);
    const to = Math.floor(((index + 1) * values.length) / count);
    const level = mean(values.slice(from, to));
    const height = most === least ? 0 : (level - least) / (most - least);
    return bars[Math.round(height * (bars.length - 1))]!;
  }).join("");
}
