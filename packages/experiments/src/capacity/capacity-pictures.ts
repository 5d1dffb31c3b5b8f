import { describeTerm, plainDot, type Dots, type Lines, type Series } from "@stackbench/report";
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
        points: probes.flatMap(({ ratePerSecond, latencyMs }): Series["points"] => {
          const p99 = latencyMs?.[99];
          return typeof p99 === "number" ? [[ratePerSecond, p99, null, null]] : [];
        }),
        facets: {},
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
        caption: "One point for each window of the search.",
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
