import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** The histograms that a window may carry. */
export type HistogramField = "serviceTime" | "latency" | "sendLag" | "connectTime";

/** One histogram of all windows; undefined where one has none or their precisions differ. */
export function mergeHistograms(
  windows: readonly { load: Partial<Record<HistogramField, HistogramData | undefined>> }[],
  field: HistogramField,
): Histogram | undefined {
  const parts = windows.map(({ load }) => load[field]);
  const [first] = parts;
  if (!first) return undefined;
  const merged = new Histogram(first.precisionBits);
  for (const part of parts) {
    if (part?.precisionBits !== first.precisionBits) return undefined;
    merged.merge(Histogram.fromData(part));
  }
  return merged;
}
