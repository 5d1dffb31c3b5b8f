import { levelName, type Bars, type Lines, type Picture } from "@stackbench/report";
import { roundName } from "../window-of-sitting.ts";
import type { MixFigures } from "./mixes.ts";

const mebi = 2 ** 20;

/** What each variant serves of each part, what each of its pools needs, and memory over time. */
export function mixPictures(mixes: readonly MixFigures[]): Picture[] {
  if (mixes.length === 0) return [];
  const nameOf = labelling(mixes);
  const parts = [...new Set(mixes.flatMap((mix) => mix.parts.map(({ name }) => name)))];
  const served: Bars = {
    kind: "bars",
    id: "mix-parts",
    title: "Throughput by part of the mix",
    caption:
      "Right answers per second of each part, each the median of its rounds: the sum need not be the median of the whole.",
    unit: "requests/s",
    parts,
    rows: mixes.map((mix) => ({
      label: nameOf(mix),
      values: parts.map(
        (part) => mix.parts.find(({ name }) => name === part)?.throughput?.estimate ?? null,
      ),
    })),
  };
  return [served, ...poolPictures(mixes, nameOf)];
}

/** The variant, with its load where there are several. */
function labelling(mixes: readonly MixFigures[]): (mix: MixFigures) => string {
  const loads = new Set(mixes.map(({ row }) => levelName(row.level)));
  return ({ variant, row }) => (loads.size === 1 ? variant : `${variant}, ${levelName(row.level)}`);
}

function poolPictures(
  mixes: readonly MixFigures[],
  nameOf: (mix: MixFigures) => string,
): Picture[] {
  const pools = mixes.flatMap((mix) =>
    mix.pools.map((pool) => ({
      ...pool,
      label: pool.group === null ? nameOf(mix) : `${nameOf(mix)} ${pool.group}`,
    })),
  );
  const memory: Bars = {
    kind: "bars",
    id: "mix-memory",
    title: "Memory by process group",
    caption: "Highest proportional set size of the workers of each group.",
    unit: "MiB",
    parts: ["memory"],
    rows: pools
      .filter(({ memoryBytes }) => memoryBytes !== null)
      .map(({ label, memoryBytes }) => ({ label, values: [memoryBytes! / mebi] })),
  };
  const overTime: Lines = {
    kind: "lines",
    id: "mix-memory-time",
    title: "Memory of each process group over time",
    caption: "Proportional set size, one curve for each group and window.",
    x: { label: "s", scale: "linear" },
    y: { label: "MiB", scale: "linear" },
    series: pools.flatMap(({ label, memoryOverTime }) =>
      memoryOverTime.map(({ at, bytes, ...one }) => ({
        label: `${label}, ${roundName(one)}`,
        points: at.map((second, index): [number, number, null, null] => [
          second,
          bytes[index]! / mebi,
          null,
          null,
        ]),
      })),
    ),
    marks: [],
    drawnAtFirst: 6,
  };
  return [
    ...(memory.rows.length > 0 ? [memory] : []),
    ...(overTime.series.length > 0 ? [overTime] : []),
  ];
}
