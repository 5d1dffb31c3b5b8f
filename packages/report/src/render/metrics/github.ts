import {
  exportedFigures,
  type ExportedFigure,
  type ExportedSubject,
} from "../../summarise/exported-figures.ts";
import type { Row } from "../../row.ts";
import type { Table } from "../../table.ts";
import { cleanData, jsonText } from "../clean-text.ts";

/** An entry of github-action-benchmark's tools `customBiggerIsBetter` and `customSmallerIsBetter`. */
interface Entry {
  /** By which it finds the figure of earlier runs again. */
  name: string;
  unit: string;
  value: number;
  /** Shown in brackets behind the value. */
  range?: string;
  /** Shown where one points at the figure. */
  extra: string;
}

const units: Partial<Record<ExportedSubject, { words: string; unit: string }>> = {
  throughput: { words: "throughput", unit: "requests/s" },
  latency: { words: "latency", unit: "ms" },
  "service-time": { words: "service time", unit: "ms" },
  "cpu-per-request": { words: "CPU time", unit: "µs/request" },
};

/** The tool takes one direction a file: requests/s for `customBiggerIsBetter`. */
export function renderGithubBigger(table: Table): string {
  return render(table, ["throughput"]);
}

/** Percentiles of latency and service time, and CPU time per request, for `customSmallerIsBetter`. */
export function renderGithubSmaller(table: Table): string {
  return render(table, ["latency", "service-time", "cpu-per-request"]);
}

function render(table: Table, subjects: readonly ExportedSubject[]): string {
  const entries = table.rows.flatMap((row) =>
    exportedFigures(row)
      .filter(({ subject }) => subjects.includes(subject))
      .flatMap((figure) => entryOf(figure, row, table)),
  );
  return `${jsonText(cleanData(entries), 2)}\n`;
}

function entryOf(figure: ExportedFigure, row: Row, { run }: Table): Entry[] {
  const told = units[figure.subject];
  if (told === undefined) return [];
  const { percent, value, interval } = figure;
  const what = percent === undefined ? told.words : `${told.words} p${percent}`;
  return [
    {
      name: `${row.caseId} ${what}`,
      unit: told.unit,
      value,
      ...(interval && { range: `${rounded(interval.low)} to ${rounded(interval.high)}` }),
      extra: [`run ${run.runId}`, ...row.cautions.map(({ message }) => message)].join("; "),
    },
  ];
}

/** It is shown as it is: four digits tell enough. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
