import {
  column,
  describeTerm,
  documentTable,
  figure,
  inMarkdown,
  joinMarkdown,
  paragraph,
  readingOf,
  renderRows,
  rightColumn,
  tableInMarkdown,
  text,
  type Column,
  type ConsoleOptions,
  type DocumentPart,
  type Markdown,
} from "@stackbench/report";
import type { Capacity, Probe } from "./capacities.ts";
import type { sloPercents } from "@stackbench/model";
import { describeCapacity, whyItFails } from "./describe-capacity.ts";

/** The answers first, then the windows of each search, then how to read them. */
export function renderCapacities(capacities: readonly Capacity[], options: ConsoleOptions): string {
  const answers = capacities.map((capacity) => paragraph(describeCapacity(capacity), options));
  const tables = capacities
    .filter(({ probes }) => probes.length > 0)
    .map((capacity) =>
      [titleOf(capacity), renderRows(columns, capacity.probes, options)].join("\n"),
    );
  return `${[...answers, ...tables, ...readingOf(reading, options)].join("\n\n")}\n`;
}

export function renderCapacitiesMarkdown(capacities: readonly Capacity[]): Markdown {
  const answers = capacities.map((capacity) => inMarkdown`- ${describeCapacity(capacity)}`);
  const tables = capacities.flatMap((capacity) => [
    inMarkdown`**${titleOf(capacity)}**`,
    tableInMarkdown(columns, capacity.probes),
  ]);
  return inMarkdown`${joinMarkdown([joinMarkdown(answers, "\n"), ...tables, reading], "\n\n")}\n`;
}

/** The same tables for the run's page. */
export function capacityParts(capacities: readonly Capacity[]): DocumentPart[] {
  return capacities
    .filter(({ probes }) => probes.length > 0)
    .map((capacity) => ({
      title: titleOf(capacity),
      table: documentTable(titleOf(capacity), columns, capacity.probes),
    }));
}

export const reading =
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
