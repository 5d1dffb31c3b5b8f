import {
  column,
  figure,
  oneLine,
  rightColumn,
  text,
  unknown,
  type Cell,
  type Column,
} from "@stackbench/report";
import { tableOf, type Section, type Findings } from "../findings.ts";
import type { Estimate } from "../estimate.ts";
import type { Difference, ProfilePair } from "./pairs.ts";
import type { FunctionEstimate, VariantProfile } from "./profiles.ts";

const shownFunctions = 12;
const shownDifferences = 10;

/** The hottest functions of each variant, then where two differ. */
export function tellProfiles(
  answers: readonly string[],
  profiles: readonly VariantProfile[],
  pairs: readonly ProfilePair[],
): Findings {
  return { answers, sections: sectionsOf(profiles, pairs), reading };
}

const reading =
  "Shares are of the time in which a thread of the app was at work: what waits is left out. self: in the function itself; total: in it and in what it called. Where no file stands, the code is the runtime's own or the kernel's on its behalf. Windows with a profiler on are counted among no other figures. The .svg files are flame graphs, and differences of two; the .speedscope.json files open in https://www.speedscope.app.";

function sectionsOf(profiles: readonly VariantProfile[], pairs: readonly ProfilePair[]): Section[] {
  return [
    ...profiles
      .filter(({ functions }) => functions.length > 0)
      .map(({ row, functions }) => ({
        title: `${row.key} · ${row.workload} · hottest functions`,
        tables: [tableOf(functionColumns, functions.slice(0, shownFunctions))],
      })),
    ...pairs
      .filter(({ differences }) => differences.length > 0)
      .map(({ anchor, other, differences }) => ({
        title: `${anchor.row.key} against ${other.row.key} · ${anchor.row.workload} · where they differ most`,
        tables: [
          tableOf(
            differenceColumns(anchor.row.key, other.row.key),
            differences.slice(0, shownDifferences),
          ),
        ],
      })),
  ];
}

type Named = Pick<FunctionEstimate, "name" | "file" | "line" | "library">;

const named: readonly Column<Named>[] = [
  column("name", "function", "left", ({ name }) => text(oneLine(name))),
  column("library", "part of", "left", ({ library }) => text(oneLine(library))),
  column("place", "where", "left", ({ file, line }) =>
    text(oneLine(line === 0 ? file : `${file}:${line}`)),
  ),
];

const functionColumns: readonly Column<FunctionEstimate>[] = [
  ...named,
  rightColumn("self %", ({ self }) => figure(self.estimate, "percent")),
  rightColumn("interval", ({ self }) => intervalCell(self)),
  rightColumn("total %", ({ total }) => figure(total.estimate, "percent")),
];

function differenceColumns(anchor: string, other: string): Column<Difference>[] {
  return [
    ...named,
    rightColumn("self %", ({ share }) => figure(share.estimate, "percent"), anchor),
    rightColumn("self % ", ({ other: share }) => figure(share.estimate, "percent"), other),
    rightColumn("interval", ({ difference }) => intervalCell(difference), "difference"),
  ];
}

function intervalCell({ interval }: Estimate): Cell {
  return interval
    ? { kind: "interval", low: interval.low, high: interval.high, unit: "percent" }
    : unknown;
}
