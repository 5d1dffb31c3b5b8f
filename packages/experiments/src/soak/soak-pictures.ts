import { levelName, type Lines, type Series } from "@stackbench/report";
import { roundName } from "../window-of-sitting.ts";
import type { Soak } from "./soaks.ts";

const mebi = 2 ** 20;

/** Memory of the app over time, a curve for each window: no two have one name, by which a reader chooses. */
export function soakPictures(soaks: readonly Soak[]): Lines[] {
  const loads = new Set(soaks.map(({ level }) => levelName(level)));
  const series = soaks.flatMap(({ variant, workload, level, memory: { overTime } }) => {
    const load = loads.size === 1 ? workload : `${workload}, ${levelName(level)}`;
    return overTime.map((one): Series => ({
      label: `${variant}, ${load}, ${roundName(one)}`,
      points: one.at.map((second, index) => [second, one.bytes[index]! / mebi, null, null]),
    }));
  });
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
