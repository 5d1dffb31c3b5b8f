import { column, describeTerm, figure, rightColumn, text, type Column } from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import type { Capacity, Probe } from "./capacities.ts";
import type { sloPercents } from "@stackbench/model";
import { describeCapacity, whyItFails } from "./describe-capacity.ts";

export function tellCapacities(capacities: readonly Capacity[]): Findings {
  const searched = capacities.filter(({ probes }) => probes.length > 0);
  return {
    answers: capacities.map(describeCapacity),
    sections: searched.map((capacity) => ({
      title: titleOf(capacity),
      tables: [tableOf(columns, capacity.probes)],
    })),
    reading,
  };
}

const reading =
  "One line a window, by rate. latency: from the moment a request was due to its whole answer. lost: failed and unanswered requests, which count as slower than any limit. A rate keeps the SLO, or does not, by two of three windows; a window that fails where the measurement was at fault says nothing, and is asked again.";

function titleOf({ variant, workload, slo }: Capacity): string {
  return `${variant} · ${workload} · ${slo.map(describeTerm).join(", ")}`;
}

const latency = (percent: (typeof sloPercents)[number]): Column<Probe> =>
  rightColumn(
    `p${percent}`,
    ({ latencyMs }) => {
      const value = latencyMs?.[percent];
      return value === "unanswered" ? text("never") : figure(value, "milliseconds");
    },
    "latency, ms",
  );

const columns: Column<Probe>[] = [
  rightColumn("offered", ({ ratePerSecond }) => figure(ratePerSecond, "perSecond"), "requests/s"),
  rightColumn(
    "achieved",
    ({ achievedPerSecond }) => figure(achievedPerSecond, "perSecond"),
    "requests/s",
  ),
  latency(50),
  latency(99),
  latency(99.9),
  rightColumn("lost %", ({ lostShare }) => figure(lostShare, "percent")),
  rightColumn("round", ({ round }) => figure(round, "count")),
  column("verdict", "SLO", "left", (probe) => text(verdictText(probe))),
];

function verdictText(probe: Probe): string {
  const { verdict } = probe;
  if (verdict.said === "keeps") return "keeps";
  if (verdict.said === "fails") return `fails: ${whyItFails(probe)}`;
  return `says nothing: ${verdict.reason}`;
}
