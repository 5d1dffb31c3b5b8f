import {
  column,
  describeSlos,
  documentTable,
  figure,
  inMarkdown,
  joinMarkdown,
  paragraph,
  partColumns,
  readingOf,
  renderRows,
  rightColumn,
  sloColumns,
  slosIn,
  tableInMarkdown,
  text,
  type Column,
  type ConsoleOptions,
  type DocumentPart,
  type Markdown,
  type Row,
} from "@stackbench/report";
import { describeMemory, describeMix } from "./describe-mix.ts";
import type { MixFigures, PoolFigures } from "./mixes.ts";

/** Whom the mixes of a run are held against: the first of the anchor at the same load. */
export function anchorOf(
  { row }: MixFigures,
  mixes: readonly MixFigures[],
  anchor: string,
): MixFigures | undefined {
  const level = JSON.stringify(row.level);
  return mixes.find((mix) => mix.variant === anchor && JSON.stringify(mix.row.level) === level);
}

/** The answers first, then the parts and the pools of each variant, then how to read them. */
export function renderMixes(
  mixes: readonly MixFigures[],
  anchor: string,
  options: ConsoleOptions,
): string {
  const answers = mixes.map((mix) =>
    paragraph(describeMix(mix, anchorOf(mix, mixes, anchor)), options),
  );
  const tables = mixes.map((mix) =>
    [
      titleOf(mix),
      renderRows(partColumns(mix.row.level), mix.parts, options),
      renderRows(poolColumns, mix.pools, options),
      ...describeMemory(mix.pools).map((line) => paragraph(line, options)),
      ...(mix.row.slo ? [renderRows(sloColumns, slosIn([mix.row]), options)] : []),
    ].join("\n"),
  );
  const slos = describeSlos(rowsOf(mixes)).map((line) => paragraph(line, options));
  return `${[...answers, ...slos, ...tables, ...readingOf(reading, options)].join("\n\n")}\n`;
}

export function renderMixesMarkdown(mixes: readonly MixFigures[], anchor: string): Markdown {
  const answers = mixes.map(
    (mix) => inMarkdown`- ${describeMix(mix, anchorOf(mix, mixes, anchor))}`,
  );
  const slos = describeSlos(rowsOf(mixes)).map((line) => inMarkdown`- ${line}`);
  const tables = mixes.flatMap((mix) => [
    inMarkdown`**${titleOf(mix)}**`,
    tableInMarkdown(partColumns(mix.row.level), mix.parts),
    tableInMarkdown(poolColumns, mix.pools),
    ...describeMemory(mix.pools).map((line) => inMarkdown`- ${line}`),
    ...(mix.row.slo ? [tableInMarkdown(sloColumns, slosIn([mix.row]))] : []),
  ]);
  return inMarkdown`${joinMarkdown([joinMarkdown([...answers, ...slos], "\n"), ...tables, reading], "\n\n")}\n`;
}

/** For the run's page, which has the parts of the mixes below their rows: the pools. */
export function poolParts(mixes: readonly MixFigures[]): DocumentPart[] {
  return mixes.map((mix) => {
    const title = `${titleOf(mix)}, by pool`;
    return {
      title,
      paragraphs: describeMemory(mix.pools),
      table: documentTable(title, poolColumns, mix.pools),
    };
  });
}

export const reading =
  "All parts share the connections of one window, in the order that the seed draws. In a closed loop each has its share of all answers, so that a slow part holds the others back. in use: requests in flight to the pool (rate × mean time) over its workers × threads; over 100 %: some wait before a thread takes them. CPU and memory: of one CPU and as proportional set size for a process group; of the server's CPUs and as all that app and proxy took for a variant without groups, so that the two do not compare. An error for which no connection could be made belongs to no part.";

function rowsOf(mixes: readonly MixFigures[]): Row[] {
  return mixes.map(({ row }) => row);
}

function titleOf({ variant, row }: MixFigures): string {
  const { level } = row;
  const load = level.loop === "closed" ? "closed loop" : `${level.ratePerSecond} requests/s`;
  return `${variant} · mix · ${level.connections} connections, ${load}`;
}

const poolColumns: Column<PoolFigures>[] = [
  column("pool", "pool", "left", ({ group }) => text(group ?? "all workers")),
  rightColumn("workers × threads", ({ workers, threads }) => text(`${workers} × ${threads}`)),
  rightColumn("requests/s", ({ requestsPerSecond }) => figure(requestsPerSecond, "perSecond")),
  rightColumn("mean ms", ({ meanServiceMs }) => figure(meanServiceMs, "milliseconds")),
  rightColumn("in use %", ({ busyShare }) => figure(busyShare, "wholePercent")),
  rightColumn("CPU %", ({ cpuShare }) => figure(cpuShare, "wholePercent")),
  rightColumn("memory MiB", ({ memoryBytes }) => figure(memoryBytes, "mebibytes")),
];
