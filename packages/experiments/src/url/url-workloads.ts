import { readList } from "@stackbench/terminal";
import {
  contractWorkloads,
  inTableOrder,
  readWorkload,
  UsageError,
  workloadIds,
  type NamedWorkload,
  type WorkloadId,
} from "@stackbench/model";

/** Not asked for unless named, and why. */
const needy: ReadonlyMap<WorkloadId, string> = new Map([
  ["items", "it writes rows that nobody takes away"],
  ["upstream", "the server needs a slow upstream of its own"],
]);

/** `--workload` for servers that already run. Throws UsageError for what cannot be. */
export function readUrlWorkloads(
  given: string | undefined,
  isCustom: boolean,
  unnamed: string,
): NamedWorkload[] {
  if (isCustom) {
    if (given !== undefined) {
      throw new UsageError(
        "--workload: not with a path (or --contract=none), which is what is asked for",
      );
    }
    // Stands in for the request that is learnt.
    return ["hello"];
  }
  const text = given ?? unnamed;
  if (text === "all") return workloadIds.filter((workload) => !needy.has(workload));
  return inTableOrder(readList(text).map((part) => readWorkload("workload", part)));
}

/** What whoever asks for these should know, one line each. */
export function describeUrlWorkloads(asked: readonly NamedWorkload[]): string[] {
  const workloads = contractWorkloads(asked);
  const lines: string[] = [];
  if (
    workloads.length === workloadIds.length - needy.size &&
    !workloads.some((id) => needy.has(id))
  ) {
    const reasons = [...needy].map(([workload, reason]) => `${workload} (${reason})`);
    lines.push(`left out unless named: ${reasons.join(", ")}`);
  }
  if (workloads.includes("items")) {
    lines.push(
      "--workload=items: the server's own table must hold the 10,000 rows of the contract; it is not put back, so rows that are made stay and others stay changed, and nobody looks into it",
    );
  }
  return lines;
}
