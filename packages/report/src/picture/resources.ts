import type { MeasuredWindow } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import type { Row } from "../row.ts";
import { serviceCost } from "../summarise/resources.ts";
import type { Bars, BarsRow, Facets } from "./picture.ts";

interface Sources {
  windowsOf(row: Row): readonly MeasuredWindow[];
  facetsOf(key: string): Facets;
}

/** CPU time for one request, by who spent it, the least first; null where nobody read it. */
export function cpuPicture(id: string, rows: readonly Row[], sources: Sources): Bars | null {
  const parts = ["app, user", "app, system", "proxy", "database"];
  const bars = rows.filter(isFirst).flatMap((row): BarsRow[] => {
    const windows = sources.windowsOf(row);
    const values = [
      medianOf(windows, (window) => serviceCost(window, "app", ["cpuUserSeconds"])),
      medianOf(windows, (window) => serviceCost(window, "app", ["cpuSystemSeconds"])),
      medianOf(windows, (window) => serviceCost(window, "proxy")),
      medianOf(windows, (window) => serviceCost(window, "database")),
    ];
    return barOf(row, values, sources);
  });
  if (bars.length === 0) return null;
  return {
    kind: "bars",
    id,
    title: "CPU time per request",
    caption:
      "Microseconds of CPU time for one right answer, by who spent them: medians of the windows. It is steadier than throughput on a noisy machine.",
    unit: "µs",
    ...withoutEmptyParts(parts, bars),
  };
}

/** Memory of app, proxy and database, the least first; null where nobody read it. */
export function memoryPicture(id: string, rows: readonly Row[], sources: Sources): Bars | null {
  const mebi = 2 ** 20;
  const bars = rows.filter(isFirst).flatMap((row): BarsRow[] => {
    const values = (["app", "proxy", "database"] as const).map((service) => {
      const known = sources
        .windowsOf(row)
        .flatMap(({ use }) => use.services[service]?.memoryWorkingSetBytes ?? []);
      return known.length === 0 ? null : Math.max(...known) / mebi;
    });
    return barOf(row, values, sources);
  });
  if (bars.length === 0) return null;
  return {
    kind: "bars",
    id,
    title: "Memory",
    caption:
      "Highest working set of any window, MiB, of the app with all its workers, of the proxy and of the database.",
    unit: "MiB",
    ...withoutEmptyParts(["app", "proxy", "database"], bars),
  };
}

function isFirst({ checks }: Row): boolean {
  return checks === null;
}

function barOf({ key }: Row, values: (number | null)[], { facetsOf }: Sources): BarsRow[] {
  return values[0] === null ? [] : [{ label: key, values, facets: facetsOf(key) }];
}

function withoutEmptyParts(
  parts: readonly string[],
  rows: readonly BarsRow[],
): Pick<Bars, "parts" | "rows"> {
  const held = parts.flatMap((_, index) =>
    rows.some(({ values }) => (values[index] ?? 0) > 0) ? [index] : [],
  );
  const sum = ({ values }: BarsRow): number =>
    values.reduce<number>((all, one) => all + (one ?? 0), 0);
  return {
    parts: held.map((index) => parts[index]!),
    rows: rows
      .map((row) => ({ ...row, values: held.map((index) => row.values[index]!) }))
      .toSorted((a, b) => sum(a) - sum(b)),
  };
}

function medianOf(
  windows: readonly MeasuredWindow[],
  valueOf: (window: MeasuredWindow) => number | null,
): number | null {
  const known = windows.flatMap((window) => valueOf(window) ?? []);
  return known.length === 0 ? null : median(known);
}
