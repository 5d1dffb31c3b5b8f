import { describeTerm, plainDot, type Dots, type Lines, type Series } from "@stackbench/report";
import { median } from "@stackbench/statistics";
import type { Capacity } from "./capacities.ts";

/** What each variant serves within the objective, and how its slowest requests grow with the rate. */
export function capacityPictures(capacities: readonly Capacity[]): (Dots | Lines)[] {
  return [...Map.groupBy(capacities, ({ workload }) => workload)].flatMap(
    ([workload, own], index) => {
      const terms = own[0]!.slo.map(describeTerm).join(", ");
      const found = own.flatMap(({ variant, answer }): Dots["rows"] => {
        if (answer.kind !== "found" || answer.keepsPerSecond === null) return [];
        const { keepsPerSecond, failsPerSecond } = answer;
        const dot = plainDot(variant, keepsPerSecond, null);
        return [{ ...dot, low: keepsPerSecond, high: failsPerSecond }];
      });
      const latencies = own.map(({ variant, probes }): Series => ({
        label: variant,
        points: pointsOf(probes),
      }));
      const dots: Dots = {
        kind: "dots",
        id: `capacity${index}`,
        title: `${workload}: capacity within ${terms}`,
        caption:
          "The highest rate that kept the objective; the bar reaches to the lowest that did not.",
        unit: "requests/s",
        rows: found.toSorted((a, b) => b.value - a.value),
      };
      const lines: Lines = {
        kind: "lines",
        id: `capacity${index}-latency`,
        title: `${workload}: p99 latency over the rate`,
        caption:
          "One point for each rate of the search: the median of its windows, and between which values they lay.",
        x: { label: "offered requests/s", scale: "log" },
        y: { label: "ms", scale: "log" },
        series: latencies.filter(({ points }) => points.length > 1),
        marks: [],
        drawnAtFirst: 6,
      };
      return [...(dots.rows.length > 0 ? [dots] : []), ...(lines.series.length > 0 ? [lines] : [])];
    },
  );
}

/** One a rate, since a rate that was confirmed has several windows; none where no window of it tells a p99. */
function pointsOf(probes: Capacity["probes"]): Series["points"] {
  const byRate = Map.groupBy(probes, ({ ratePerSecond }) => ratePerSecond);
  return [...byRate].flatMap(([rate, same]): Series["points"] => {
    const p99s = same.flatMap(({ latencyMs }) => {
      const p99 = latencyMs?.[99];
      return typeof p99 === "number" ? [p99] : [];
    });
    if (p99s.length === 0) return [];
    const range = p99s.length > 1 ? [Math.min(...p99s), Math.max(...p99s)] : [null, null];
    return [[rate, median(p99s), range[0]!, range[1]!]];
  });
}
