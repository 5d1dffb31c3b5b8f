import type { Lines, Series } from "@stackbench/report";
import { levelText } from "./describe-scaling.ts";
import type { Scaling } from "./scalings.ts";
import { spansOf, type Second } from "./replica-times.ts";

/** How the first valid round went, second by second, with and without more replicas, and what was done when. */
export function scalingPictures(scalings: readonly Scaling[]): Lines[] {
  return scalings.flatMap(({ variant, workload, level, rounds }, index) => {
    const [first] = rounds;
    if (!first) return [];
    const arms = [
      { label: "autoscaled", seconds: first.scaled },
      { label: "one replica", seconds: first.single },
    ];
    const marks = first.events.flatMap((event) => {
      const x = event.atMs / 1000;
      if (event.kind === "asked") return [{ x, label: `asked: ${event.to}` }];
      if (event.kind !== "step") return [];
      return event.step === "in-proxy" || event.step === "draining"
        ? [{ x, label: event.step === "in-proxy" ? "in" : "out" }]
        : [];
    });
    const picture = (name: string, unit: string, series: Series[]): Lines => ({
      kind: "lines",
      id: `scaling${index}-${name.replaceAll(" ", "-")}`,
      title: `${variant}, ${workload}, ${levelText(level)}: ${name}, round ${first.round}`,
      caption:
        "By the second. asked: for so many replicas; in, out: a replica is sent requests, or no more.",
      x: { label: "s", scale: "linear" },
      y: { label: unit, scale: "linear" },
      series,
      marks,
      drawnAtFirst: 2,
    });
    const bySecond = (of: (second: Second) => number | null): Series[] =>
      arms.map(({ label, seconds }) => ({
        label,
        points: seconds.flatMap((second): Series["points"] => {
          const value = of(second);
          return value === null ? [] : [[second.second, value, null, null]];
        }),
      }));
    // Where few requests are answered in a second, as of work that computes, no percentile of one can be told.
    const slowest = [
      picture(
        "p99 of service time",
        "ms",
        bySecond(({ p99Ms }) => p99Ms),
      ),
      picture(
        "longest service time",
        "ms",
        bySecond(({ maxMs }) => maxMs),
      ),
    ].filter((lines) => lines.series.some(({ points }) => points.length > 0));
    return [
      picture(
        "throughput",
        "requests/s",
        bySecond(({ requestsPerSecond }) => requestsPerSecond),
      ),
      picture(
        "mean service time",
        "ms",
        bySecond(({ meanMs }) => meanMs),
      ),
      ...slowest,
      picture(
        "CPU",
        "% of what the replicas may use",
        bySecond(({ cpuShare }) => (cpuShare === null ? null : cpuShare * 100)),
      ),
      picture("replicas", "replicas", [replicasOf(first)]),
    ];
  });
}

/** From the moment on at which each came or went. */
function replicasOf({ replicas, events, scaled }: Scaling["rounds"][number]): Series {
  const spans = spansOf({ replicasAtStart: replicas.first, events }, scaled.length * 1000);
  const points = spans.map((span): Series["points"][number] => [
    span.fromMs / 1000,
    span.replicas,
    null,
    null,
  ]);
  const last = spans.at(-1)!;
  return {
    label: "autoscaled",
    points: [...points, [last.toMs / 1000, last.replicas, null, null]],
    isStepped: true,
  };
}
