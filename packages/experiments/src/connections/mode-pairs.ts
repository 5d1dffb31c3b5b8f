import { type MeasuredWindow, type RunRecord } from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { median } from "@stackbench/statistics";
import { answeredRounds } from "../answered-rounds.ts";
import { estimateOf, estimateOfRatios, type Estimate } from "../estimate.ts";
import { validWindowsByCase } from "../valid-windows.ts";

/** One row of a pair. */
export interface Mode {
  isKept: boolean;
  row: Row;
  /** New connections a second: median of the windows; null where the generator does not count them. */
  connectionsPerSecond: number | null;
  /** Bytes of an answer, its head included: median of the windows; null where nobody counted. */
  answerBytes: number | null;
}

/** What a new connection for each request costs against kept ones, round by round. */
interface NewConnectionCost {
  /** Throughput with new connections divided by that with kept ones. */
  throughputRatio: Estimate;
  /** CPU time of app and proxy that a request takes more, µs; null where nobody knows. */
  cpuMicros: Estimate | null;
  rounds: number;
}

/** One variant, workload and size of request, with kept connections and with new ones. */
export interface ModePair {
  /** `stack:variant`. */
  variant: string;
  workload: Row["workload"];
  connections: number;
  /** Added to each request; 0 for none. */
  paddingBytes: number;
  kept: Mode;
  renewed: Mode;
  /** Null where no round has right answers of both. */
  cost: NewConnectionCost | null;
  /** Whether the server ends connections that it could keep after half of its answers or more. */
  closesItself: boolean;
}

/** Every pair of a run, in the order of its variants. */
export function modePairsOf(record: RunRecord, table: Table): ModePair[] {
  const { variants } = record.plan.experiment;
  const windows = validWindowsByCase(record);
  const rows = table.rows.filter(({ checks }) => checks === null);
  const modes = rows.map((row) => modeOf(row, windows.get(row.caseId) ?? []));
  const groups = Map.groupBy(modes, ({ row }) =>
    JSON.stringify([row.key, row.workload, paddingOf(row)]),
  );
  return [...groups.values()]
    .flatMap((own) => pairOf(own) ?? [])
    .toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant));
}

function modeOf(row: Row, windows: readonly MeasuredWindow[]): Mode {
  const loads = windows.flatMap(({ load }) => (load.kind === "totals" ? [] : [load]));
  const opened = loads.map(({ connectTime, seconds }) => connectTime.count / seconds);
  const answers = loads.flatMap(({ receivedBytes, succeeded }) =>
    receivedBytes === undefined || succeeded === 0 ? [] : [receivedBytes / succeeded],
  );
  return {
    isKept: row.level.loop === "closed" && row.level.keepAlive === true,
    row,
    connectionsPerSecond: opened.length === 0 ? null : median(opened),
    answerBytes: answers.length === 0 ? null : median(answers),
  };
}

function paddingOf({ level }: Row): number {
  return (level.loop === "closed" ? level.paddingBytes : undefined) ?? 0;
}

function pairOf(modes: readonly Mode[]): ModePair | undefined {
  const kept = modes.find(({ isKept }) => isKept);
  const renewed = modes.find(({ isKept }) => !isKept);
  if (!kept || !renewed) return undefined;
  const { row } = kept;
  const throughput = row.throughput?.median ?? 0;
  return {
    variant: row.key,
    workload: row.workload,
    connections: row.level.connections,
    paddingBytes: paddingOf(row),
    kept,
    renewed,
    cost: costOf(kept.row, renewed.row),
    closesItself:
      kept.connectionsPerSecond !== null &&
      throughput > 0 &&
      kept.connectionsPerSecond >= throughput / 2,
  };
}

function costOf(kept: Row, renewed: Row): NewConnectionCost | null {
  if (kept.status !== "measured" || renewed.status !== "measured") return null;
  const others = new Map(answeredRounds(renewed).map((figures) => [figures.round, figures]));
  const common = answeredRounds(kept).flatMap((own) => {
    const other = others.get(own.round);
    return other ? [{ own, other }] : [];
  });
  if (common.length === 0) return null;
  const more = common.flatMap(({ own, other }) =>
    own.cpuMicrosPerRequest === null || other.cpuMicrosPerRequest === null
      ? []
      : [other.cpuMicrosPerRequest - own.cpuMicrosPerRequest],
  );
  return {
    throughputRatio: estimateOfRatios(
      common.map(({ own, other }) => other.throughput / own.throughput),
    ),
    cpuMicros: more.length === 0 ? null : estimateOf(more),
    rounds: common.length,
  };
}
