import { counted } from "@stackbench/model";
import { column, empty, figure, rightColumn, text, type Column } from "@stackbench/report";
import { tableOf, type Findings, type FoundTable } from "../findings.ts";
import { troublesOf } from "../troubles.ts";
import { serviceTimeColumns } from "../service-time-columns.ts";
import { describeMode, describeSize } from "./describe-modes.ts";
import type { Mode, ModePair } from "./mode-pairs.ts";
import type { SizeCost } from "./size-costs.ts";

/** What a run says: its pairs, and what sizes cost. */
export interface Modes {
  pairs: readonly ModePair[];
  sizes: readonly SizeCost[];
}

export function tellModes({ pairs, sizes }: Modes): Findings {
  return {
    answers: [...pairs.map(describeMode), ...sizes.map(describeSize)],
    sections: variantsOf(pairs).map((own) => ({
      title: titleOf(own),
      tables: [tableOfLines(own)],
    })),
    reading,
  };
}

const reading =
  "kept: a connection carries one request after the other. new: each request opens a connection of its own and says Connection: close. of kept: throughput against that of kept connections, round by round. connections/s: those that were opened while it was measured. service time: from sending a request to its whole answer, which a new connection is opened before. CPU: time of app and proxy for a request. answer: bytes of an answer with its head.";

/** Workload, bytes and kind of connection tell the lines apart. */
function tableOfLines(own: readonly ModePair[]): FoundTable {
  const columns = columnsOf(own);
  const keys = columns.findIndex(({ id }) => id === "connections") + 1;
  return tableOf(columns, linesOf(own), { keyColumns: keys });
}

function variantsOf(pairs: readonly ModePair[]): ModePair[][] {
  return [...Map.groupBy(pairs, ({ variant }) => variant).values()];
}

function titleOf([{ variant, connections }]: readonly ModePair[] | [ModePair]): string {
  return `${variant} · ${counted(connections, "connection")} at once, closed loop`;
}

interface Line {
  pair: ModePair;
  mode: Mode;
}

function linesOf(pairs: readonly ModePair[]): Line[] {
  return pairs.flatMap((pair) => [pair.kept, pair.renewed].map((mode) => ({ pair, mode })));
}

const cpu = "CPU µs/req";

function columnsOf(pairs: readonly ModePair[]): Column<Line>[] {
  const arePadded = pairs.some(({ paddingBytes }) => paddingBytes > 0);
  return [
    column("workload", "workload", "left", ({ pair }) => text(pair.workload)),
    ...(arePadded
      ? [rightColumn("added", ({ pair }: Line) => figure(pair.paddingBytes, "count"), "bytes")]
      : []),
    rightColumn("answer", ({ mode }) => figure(rounded(mode.answerBytes), "count"), "bytes"),
    column("connections", "connections", "left", ({ mode }) => text(mode.isKept ? "kept" : "new")),
    rightColumn("requests/s", ({ mode }) => figure(mode.row.throughput?.estimate, "perSecond")),
    rightColumn("of kept %", ({ pair, mode }) =>
      mode.isKept ? empty : figure(pair.cost?.throughputRatio.estimate, "wholePercent"),
    ),
    rightColumn("connections/s", ({ mode }) => figure(mode.connectionsPerSecond, "perSecond")),
    rightColumn(
      "user",
      ({ mode }) => figure(mode.row.cpuUserMicrosPerRequest, "microseconds"),
      cpu,
    ),
    rightColumn(
      "system",
      ({ mode }) => figure(mode.row.cpuSystemMicrosPerRequest, "microseconds"),
      cpu,
    ),
    ...serviceTimeColumns(({ mode }: Line) => mode.row),
    column("notes", "", "left", ({ mode }) => text(troublesOf(mode.row).join(", "))),
  ];
}

function rounded(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes);
}
