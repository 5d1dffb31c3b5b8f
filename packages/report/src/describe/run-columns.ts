import type { Row } from "../row.ts";
import type { Group, Remark } from "../table.ts";
import { column, empty, figure, text, unknown, type Cell, type Column } from "./cell.ts";
import {
  changeCell,
  intervalCell,
  nameOf,
  notesOf,
  percentileCell,
  rankOf,
  reachOf,
  throughputOf,
  verdictIn,
} from "./run-cells.ts";
import { sloVerdictOf } from "./slo.ts";

/** One column of a table of figures. */
export type RunColumn = Column<Row, ColumnId>;

export type ColumnId =
  | "rank"
  | "name"
  | "throughput"
  | "megabytes"
  | "spread"
  | "relative"
  | "relative-interval"
  | "verdict"
  | "slo"
  | "latency-p50"
  | "latency-p90"
  | "latency-p99"
  | "latency-p999"
  | "taken"
  | "service-min"
  | "service-mean"
  | "service-max"
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
export function columnsOf(group: Group, remarks: readonly Remark[]): RunColumn[] {
  const isOpen = group.level.loop === "open";
  const cpu = "CPU µs/req";
  const [latency, service] = ["latency, ms", isOpen ? "service, ms" : "service time"];
  const unit = isOpen ? "" : " ms";
  const all: RunColumn[] = [
    right("rank", "", "#", rankOf),
    column("name", "stack:variant", "left", nameOf),
    right("throughput", "", isOpen ? "req/s" : "requests/s", throughputOf),
    {
      ...right("spread", "", "±%", (row) => figure(reachOf(row.throughput), "spreadPercent")),
      gap: 1,
    },
    right("megabytes", "", "MB/s", (row) =>
      figure(row.receivedBytesPerSecond, "megabytesPerSecond"),
    ),
    right("relative", versus, "change", (row) => changeCell(row.relative)),
    right("relative-interval", versus, "95 % interval", (row) => intervalCell(row.relative, empty)),
    {
      ...column("verdict", "verdict", "left", verdictIn(group)),
      span: versus,
      gap: 2,
    },
    column("slo", "SLO", "left", ({ slo }) => (slo ? text(sloVerdictOf(slo)) : empty)),
    right("latency-p50", latency, "p50", percentileCell("latency", 50)),
    right("latency-p90", latency, "p90", percentileCell("latency", 90)),
    right("latency-p99", latency, "p99", percentileCell("latency", 99)),
    right("latency-p999", latency, "p99.9", percentileCell("latency", 99.9)),
    right("taken", "", "time taken s", (row) => figure(row.bounded?.takenSeconds, "seconds")),
    right("service-min", service, "min", (row) => figure(row.bounded?.minMs, "milliseconds")),
    right("service-mean", service, "mean", (row) => figure(row.bounded?.meanMs, "milliseconds")),
    right("service-p50", service, `p50${unit}`, percentileCell("serviceTime", 50)),
    right("service-p99", service, `p99${unit}`, percentileCell("serviceTime", 99)),
    right("service-max", service, "max", (row) => figure(row.bounded?.maxMs, "milliseconds")),
    right("user", cpu, "user", (row) => figure(row.cpuUserMicrosPerRequest, "microseconds")),
    right("system", cpu, "system", (row) => figure(row.cpuSystemMicrosPerRequest, "microseconds")),
    right("cpu-relative", cpu, "change", (row) => changeCell(row.cpuRelative)),
    right("database-cpu", cpu, "db", (row) =>
      figure(row.databaseCpuMicrosPerRequest, "microseconds"),
    ),
    right("server-cpu", "server", "CPU %", (row) => figure(row.serverCpuShare, "wholePercent")),
    hasDatabase(group) ? { ...serverMemory, span: "memory MiB", head: "app" } : serverMemory,
    right("database-memory", "memory MiB", "db", (row) =>
      figure(row.databaseMemoryBytes, "mebibytes"),
    ),
    right("errors", "err", "%", (row) => figure(row.errorShare, "percent")),
    column("notes", "notes", "left", (row) => notesOf(row, remarks)),
  ];
  const dropped = droppedFrom(group);
  return all.filter(({ id }) => !dropped.has(id));
}

/** What a group has nothing to show in. */
function droppedFrom(group: Group): Set<ColumnId> {
  const { rows, level, anchor } = group;
  const dropped = new Set<ColumnId>();
  if (!hasDatabase(group)) {
    dropped.add("database-cpu").add("database-memory");
  }
  if (!rows.some(hasLargeAnswers)) dropped.add("megabytes");
  if (rows.every(({ bounded }) => bounded === undefined)) {
    dropped.add("taken").add("service-min").add("service-mean").add("service-max");
  }
  if (rows.every(({ slo }) => slo === undefined)) dropped.add("slo");
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
export const serverMemory: RunColumn = right("memory", "memory", "MiB", (row) =>
  figure(row.memoryBytes, "mebibytes"),
);

/** From answers of so many bytes on, moving them is a good part of a server's work: then tables tell MB/s. */
const largeAnswerBytes = 10_000;

function hasLargeAnswers({ receivedBytesPerSecond, throughput }: Row): boolean {
  return (receivedBytesPerSecond ?? 0) >= largeAnswerBytes * (throughput?.estimate ?? Infinity);
}

function hasDatabase(group: Group): boolean {
  return group.rows.some(
    (row) => row.databaseCpuMicrosPerRequest !== null || row.databaseMemoryBytes !== null,
  );
}

/** User and system CPU time in one column, where two have no room. */
export function foldedCpu(hasNeighbour: boolean): RunColumn {
  const [span, head] = hasNeighbour ? ["CPU µs/req", "app"] : ["CPU µs", "/req"];
  return right("cpu", span, head, (row) =>
    row.cpuUserMicrosPerRequest === null || row.cpuSystemMicrosPerRequest === null
      ? unknown
      : figure(row.cpuUserMicrosPerRequest + row.cpuSystemMicrosPerRequest, "microseconds"),
  );
}

function right(id: ColumnId, span: string, head: string, cell: (row: Row) => Cell): RunColumn {
  return { id, span, head, align: "right", cell };
}
