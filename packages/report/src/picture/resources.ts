import type { MeasuredWindow, ServiceName } from "@stackbench/model";
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
  return resourcePicture(rows, sources, {
    id,
    title: "CPU time per request",
    caption:
      "Microseconds of CPU time for one right answer, by who spent them: medians of the windows. It is steadier than throughput on a noisy machine.",
    unit: "µs",
    parts: {
      "app, user": medianOf((window) => serviceCost(window, "app", ["cpuUserSeconds"])),
      "app, system": medianOf((window) => serviceCost(window, "app", ["cpuSystemSeconds"])),
      proxy: medianOf((window) => serviceCost(window, "proxy")),
      database: medianOf((window) => serviceCost(window, "database")),
    },
  });
}

/** Memory of app, proxy and database, the least first; null where nobody read it. */
export function memoryPicture(id: string, rows: readonly Row[], sources: Sources): Bars | null {
  return resourcePicture(rows, sources, {
    id,
    title: "Memory",
    caption:
      "Highest working set of any window, MiB, of the app with all its workers, of the proxy and of the database.",
    unit: "MiB",
    parts: {
      app: highestMebi("app"),
      proxy: highestMebi("proxy"),
      database: highestMebi("database"),
    },
  });
}

/** Of a row's windows; null where none has it. */
type Figure = (windows: readonly MeasuredWindow[]) => number | null;

/** A bar a row, where the first part is known. */
function resourcePicture(
  rows: readonly Row[],
  { windowsOf, facetsOf }: Sources,
  {
    parts,
    ...said
  }: Pick<Bars, "id" | "title" | "caption" | "unit"> & {
    parts: Record<string, Figure>;
  },
): Bars | null {
  const bars = rows.filter(isFirst).flatMap((row): BarsRow[] => {
    const windows = windowsOf(row);
    const values = Object.values(parts).map((figure) => figure(windows));
    return values[0] === null ? [] : [{ label: row.key, values, facets: facetsOf(row.key) }];
  });
  if (bars.length === 0) return null;
  return { kind: "bars", ...said, ...withoutEmptyParts(Object.keys(parts), bars) };
}

function isFirst({ checks }: Row): boolean {
  return checks === null;
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

function medianOf(valueOf: (window: MeasuredWindow) => number | null): Figure {
  return (windows) => {
    const known = windows.flatMap((window) => valueOf(window) ?? []);
    return known.length === 0 ? null : median(known);
  };
}

function highestMebi(service: ServiceName): Figure {
  return (windows) => {
    const known = windows.flatMap(({ use }) => use.services[service]?.memoryWorkingSetBytes ?? []);
    return known.length === 0 ? null : Math.max(...known) / 2 ** 20;
  };
}
