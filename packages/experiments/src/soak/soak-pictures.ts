import type { Lines, Series } from "@stackbench/report";
import type { Soak } from "./soaks.ts";

const mebi = 2 ** 20;

/** Memory of the app over time, a curve for each variant and window. */
export function soakPictures(soaks: readonly Soak[]): Lines[] {
  const series = soaks.flatMap(({ variant, workload, memory: { overTime } }) =>
    overTime.map(({ round, at, bytes }): Series => ({
      label: `${variant}, ${workload}, round ${round}`,
      points: at.map((second, index) => [second, bytes[index]! / mebi, null, null]),
    })),
  );
  if (series.length === 0) return [];
  return [
    {
      kind: "lines",
      id: "soak-memory",
      title: "Memory over time",
      caption:
        "Proportional set size of all processes of the app together, from the window's first edge.",
      x: { label: "s", scale: "linear" },
      y: { label: "MiB", scale: "linear" },
      series,
      marks: [],
      drawnAtFirst: 6,
    },
  ];
}
