import {
  changeCell,
  figure,
  intervalCell,
  nameOf,
  notesOf,
  percentileCell,
  rankOf,
  reachOf,
  spreadPercent,
  throughputOf,
  verdictIn,
  wholePercent,
} from "./column-cells.ts";
import {
  absent,
  changeInterval,
  changeReach,
  mebibytes,
  microseconds,
  percent,
  perSecond,
} from "../describe/numbers.ts";
import type { Row } from "../row.ts";
import type { Group, Remark } from "../table.ts";

/** One column of a table of figures. Columns side by side with the same `span` share that heading. */
export interface Column {
  id: ColumnId;
  span: string;
  head: string;
  align: "left" | "right";
  cell(row: Row): string;
}

export type ColumnId =
  | "rank"
  | "name"
  | "throughput"
  | "megabytes"
  | "spread"
  | "relative"
  | "relative-interval"
  | "verdict"
  | "latency-p50"
  | "latency-p90"
  | "latency-p99"
  | "latency-p999"
  | "service-p50"
  | "service-p99"
  | "user"
  | "system"
  | "cpu"
  | "cpu-relative"
  | "database-cpu"
  | "server-cpu"
  | "memory"
  | "database-memory"
  | "errors"
  | "notes";

/** All columns that a group has something to show in, `cpu` (user and system together) aside. */
export function columnsOf(group: Group, remarks: readonly Remark[]): Column[] {
  const isOpen = group.level.loop === "open";
  const isServerOnly = !hasDatabase(group);
  const cpu = "CPU µs/req";
  const [latency, service] = ["latency, ms", isOpen ? "service, ms" : "service time"];
  const unit = isOpen ? "" : " ms";
  const all: Column[] = [
    right("rank", "", "#", rankOf),
    { id: "name", span: "", head: "stack:variant", align: "left", cell: nameOf },
    right("throughput", "", isOpen ? "req/s" : "requests/s", throughputOf),
    right("spread", "", "±%", ({ throughput }) => figure(reachOf(throughput), spreadPercent)),
    megabytes,
    right(
      "relative",
      versus,
      "change",
      changeCell((row) => row.relative),
    ),
    right("relative-interval", versus, "95 % interval", ({ relative }) =>
      intervalCell(relative, changeInterval),
    ),
    { id: "verdict", span: versus, head: "verdict", align: "left", cell: verdictIn(group) },
    right("latency-p50", latency, "p50", percentileCell("latency", 50)),
    right("latency-p90", latency, "p90", percentileCell("latency", 90)),
    right("latency-p99", latency, "p99", percentileCell("latency", 99)),
    right("latency-p999", latency, "p99.9", percentileCell("latency", 99.9)),
    right("service-p50", service, `p50${unit}`, percentileCell("serviceTime", 50)),
    right("service-p99", service, `p99${unit}`, percentileCell("serviceTime", 99)),
    right("user", cpu, "user", (row) => figure(row.cpuUserMicrosPerRequest, microseconds)),
    right("system", cpu, "system", (row) => figure(row.cpuSystemMicrosPerRequest, microseconds)),
    right(
      "cpu-relative",
      cpu,
      "change",
      changeCell((row) => row.cpuRelative),
    ),
    right("database-cpu", cpu, "db", (row) =>
      figure(row.databaseCpuMicrosPerRequest, microseconds),
    ),
    right("server-cpu", "server", "CPU %", (row) => figure(row.serverCpuShare, wholePercent)),
    isServerOnly ? serverMemory : { ...serverMemory, span: "memory MiB", head: "app" },
    right("database-memory", "memory MiB", "db", (row) =>
      figure(row.databaseMemoryBytes, mebibytes),
    ),
    right("errors", "err", "%", (row) => figure(row.errorShare, percent)),
    { id: "notes", span: "", head: "notes", align: "left", cell: (row) => notesOf(row, remarks) },
  ];
  const dropped = droppedFrom(group);
  return all.filter((column) => !dropped.has(column.id));
}

/** What a group has nothing to show in. */
function droppedFrom(group: Group): Set<ColumnId> {
  const { rows, level, anchor } = group;
  const dropped = new Set<ColumnId>();
  if (!hasDatabase(group)) {
    dropped.add("database-cpu").add("database-memory");
  }
  if (!rows.some(hasLargeAnswers)) dropped.add("megabytes");
  if (rows.every(({ throughput }) => reachOf(throughput) === null)) dropped.add("spread");
  if (level.loop === "closed") {
    dropped.add("latency-p50").add("latency-p90").add("latency-p99").add("latency-p999");
  } else {
    // All have the same rate: how it scatters says nothing.
    dropped.add("spread");
  }
  if (anchor === null) dropped.add("relative").add("verdict");
  if (rows.every(({ relative }) => !relative?.interval)) dropped.add("relative-interval");
  if (rows.every(({ cpuRelative }) => cpuRelative === null)) dropped.add("cpu-relative");
  return dropped;
}

const versus = "vs anchor";

/** Memory of app and proxy, with no database beside it. */
export const serverMemory: Column = right("memory", "memory", "MiB", (row) =>
  figure(row.memoryBytes, mebibytes),
);

/** From answers of so many bytes on, moving them is a good part of a server's work: then tables tell MB/s. */
const largeAnswerBytes = 10_000;

function hasLargeAnswers({ receivedBytesPerSecond, throughput }: Row): boolean {
  return (receivedBytesPerSecond ?? 0) >= largeAnswerBytes * (throughput?.estimate ?? Infinity);
}

const megabytes: Column = right("megabytes", "", "MB/s", (row) =>
  figure(row.receivedBytesPerSecond, (bytes) => perSecond(bytes / 1e6)),
);

export const shortThroughput: Column = right("throughput", "", "req/s", throughputOf);

/** How far the interval reaches, where its ends have no room. */
export const shortInterval: Column = right("relative-interval", versus, "±", ({ relative }) =>
  intervalCell(relative, changeReach),
);

function hasDatabase(group: Group): boolean {
  return group.rows.some(
    (row) => row.databaseCpuMicrosPerRequest !== null || row.databaseMemoryBytes !== null,
  );
}

/** User and system CPU time in one column, where two have no room. */
export function foldedCpu(hasNeighbour: boolean): Column {
  return right(
    "cpu",
    hasNeighbour ? "CPU µs/req" : "CPU µs",
    hasNeighbour ? "app" : "/req",
    (row) =>
      row.cpuUserMicrosPerRequest === null || row.cpuSystemMicrosPerRequest === null
        ? absent
        : microseconds(row.cpuUserMicrosPerRequest + row.cpuSystemMicrosPerRequest),
  );
}

function right(id: ColumnId, span: string, head: string, cell: (row: Row) => string): Column {
  return { id, span, head, align: "right", cell };
}
