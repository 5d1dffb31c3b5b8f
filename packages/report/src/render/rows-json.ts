import { countReasons } from "../summarise/invalid-windows.ts";
import type { RowJson, RowsJson } from "../summarise/row.ts";
import type { Row, Table } from "../table.ts";

/** The tables of a run for `--json`. */
export function rowsJson(table: Table): RowsJson {
  const { runId, outcome, stop, wallSeconds, plan } = table.run;
  return {
    schemaVersion: 1,
    runId,
    outcome,
    protocol: plan.experiment.protocol,
    stop,
    wallSeconds,
    rounds: table.rounds,
    cautions: table.cautions,
    invalidWindows: countInvalid(table),
    rows: table.groups.flatMap(({ rows, anchor, compared }) =>
      rows.map((row) =>
        rowJson(row, {
          comparedBy: compared.kind === "latency" ? `latency-p${compared.percent}` : compared.kind,
          isAnchor: row.key === anchor && row.checks === null,
        }),
      ),
    ),
  };
}

function countInvalid({ invalidWindows }: Table): RowsJson["invalidWindows"] {
  const counts: RowsJson["invalidWindows"] = {};
  for (const { kind, count } of countReasons(invalidWindows)) counts[kind] = count;
  return counts;
}

function rowJson(row: Row, place: Pick<RowJson, "comparedBy" | "isAnchor">): RowJson {
  const { throughput, level } = row;
  return {
    stack: row.stack,
    variant: row.variant,
    workload: row.workload,
    connections: level.connections,
    ...(level.loop === "open" ? { ratePerSecond: level.ratePerSecond } : {}),
    generator: row.generator,
    status: row.status,
    rank: row.rank,
    ...place,
    relative: row.relative,
    cpuRelative: row.cpuRelative,
    ...(row.witnessesDisagree === null ? {} : { witnessesDisagree: row.witnessesDisagree }),
    windows: row.windows,
    throughput: throughput && {
      estimate: throughput.estimate,
      interval: throughput.interval,
      median: throughput.median,
      min: throughput.min,
      max: throughput.max,
      rounds: throughput.rounds,
    },
    spreads: row.spreads,
    ...(row.withinSpeeds === null ? {} : { withinSpeeds: row.withinSpeeds }),
    serviceTime: row.serviceTime,
    latency: row.latency,
    sendLagP99Ms: row.sendLagP99Ms,
    queueDepthMax: row.queueDepthMax,
    receivedBytesPerSecond: row.receivedBytesPerSecond,
    cpuUserMicrosPerRequest: row.cpuUserMicros,
    cpuSystemMicrosPerRequest: row.cpuSystemMicros,
    databaseCpuMicrosPerRequest: row.databaseCpuMicros,
    serverCpuShare: row.serverCpuShare,
    memoryBytes: row.memoryBytes,
    databaseMemoryBytes: row.databaseMemoryBytes,
    liveProcesses: row.liveProcesses,
    ...(row.processGroups === null ? {} : { processGroups: row.processGroups }),
    errorShare: row.errorShare,
    cautions: row.cautions,
    ...(row.checks === null ? {} : { disagreement: row.disagreement }),
    ...(row.tuningDifference === null ? {} : { tuningDifference: row.tuningDifference }),
    ...(row.failure ? { failure: row.failure } : {}),
  };
}
