import { backgroundShareOf, type OwnInterface, type RunRecord } from "@stackbench/model";
import type { Row } from "@stackbench/report";
import { median } from "@stackbench/statistics";
import { validWindowsByCase } from "../valid-windows.ts";
import type { Details } from "./details.ts";

/**
 * What an app spends the time in that a worker has a request. `busyShare`: CPU time of app and server over the time that
 * its workers (`of: "worker"`) had for it, or all of the server's CPUs (`of: "server"`) where these are fewer or a worker
 * may use several; 0 to 1. Unknown where the load was the limit, where others had so much of the server's CPUs
 * (`othersShare`, 0 to 1) that either may be, or where it is not known how many CPUs a worker can use (`usedCpus`).
 */
export type Work =
  | {
      kind: "computes" | "waits" | "both";
      busyShare: number;
      of: "worker" | "server";
      cpuMs: number;
    }
  | { kind: "unknown"; othersShare?: number; usedCpus?: number };

/** A CPU that is so busy is the limit: the rest goes on switching and on reading the clock. */
const computesFrom = 0.75;
/** Where more than half the time passes without CPU time, more requests at once serve more. */
const waitsBelow = 0.5;

/** Served by workers that compute on one CPU each, whatever threads they have. */
const onOneCpu: ReadonlySet<OwnInterface> = new Set(["wsgi", "asgi", "node", "rack", "php"]);

/** Of the plainest shape's row. */
export function workOf(
  row: Row | null,
  record: RunRecord,
  details: Pick<Details, "interface" | "cpuCount">,
): Work {
  const cpuMicros = sumOf(row?.cpuUserMicrosPerRequest, row?.cpuSystemMicrosPerRequest);
  if (!row?.throughput || cpuMicros === null || row.status !== "measured")
    return { kind: "unknown" };
  const isHeldBack = row.cautions.some(({ kind }) => kind === "generator-bound");
  const { workers = 1 } = record.variants.find(({ key }) => key === row.key) ?? {};
  const { cpuCount } = details;
  const usedCpus = cpuMicros * 1e-6 * row.throughput.estimate;
  // CPU time is counted in ticks, so that a full CPU may come to a little more.
  const shareOf = (cpus: number) => Math.min(1, usedCpus / cpus);
  const byWorkers = shareOf(Math.min(workers, cpuCount));
  const isByWorkers = workers <= cpuCount && onOneCpu.has(details.interface);
  const busyShare = isByWorkers ? byWorkers : shareOf(cpuCount);
  if (isHeldBack && busyShare < computesFrom) return { kind: "unknown" };
  const kind = kindOf(busyShare);
  // A worker that may use several CPUs may as well be one that computes on one.
  if (kindOf(byWorkers) !== kind) return { kind: "unknown", usedCpus };
  const othersShare = othersBeside(row.caseId, record);
  // At most so busy had it been alone: others may have run while it waited, or have kept it from its CPU.
  if (kindOf(Math.min(1, busyShare / (1 - othersShare))) !== kind) {
    return { kind: "unknown", othersShare };
  }
  return { kind, busyShare, of: isByWorkers ? "worker" : "server", cpuMs: cpuMicros / 1000 };
}

function kindOf(busyShare: number): "computes" | "waits" | "both" {
  return busyShare >= computesFrom ? "computes" : busyShare < waitsBelow ? "waits" : "both";
}

/** What programs outside the run had of the server's CPUs meanwhile, in the middle one of its windows; 0 where unknown. */
function othersBeside(caseId: string, record: RunRecord): number {
  const { cpus } = record.plan.experiment;
  const windows = validWindowsByCase(record).get(caseId) ?? [];
  const shares = windows.map(({ use }) => backgroundShareOf("server", use, cpus) ?? 0);
  return shares.length === 0 ? 0 : median(shares);
}

function sumOf(a: number | null | undefined, b: number | null | undefined): number | null {
  return a == null || b == null ? null : a + b;
}
