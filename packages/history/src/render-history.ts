import { counted } from "@stackbench/model";
import {
  column,
  figure,
  levelName,
  oneLine,
  paragraph,
  renderRows,
  rightColumn,
  sparkline,
  text,
  unknown,
  type Cell,
  type Column,
  type ConsoleOptions,
} from "@stackbench/report";
import { eventsOf } from "./events.ts";
import type { GroupHistory, History, LineHistory } from "./judge-history.ts";
import { relativeSpeedOf, speedOf } from "./line.ts";
import { dayOf, tellNews } from "./tell.ts";

/** What the newest night tells, then a table a workload and level, then all that ever changed. */
export function renderHistory(history: History, options: ConsoleOptions): string {
  const [first, last] = [history.nights[0], history.nights.at(-1)];
  if (!first || !last)
    return "no night yet; add a finished run with: pnpm bench history add <run>\n";
  const news = tellNews(history);
  const days = [first, last].map((night) => dayOf({ night })).join(" to ");
  const head = [
    ...(news.length === 0 ? ["nothing moved, as far as the newest night tells"] : news),
    `${counted(history.nights.length, "night")}, ${days}, the newest ${last.runId}`,
  ].map((line) => paragraph(oneLine(line), options));
  const blocks = history.groups.map((group) => renderGroup(group, options));
  return `${[head.join("\n"), ...blocks].join("\n\n")}\n`;
}

function renderGroup(group: GroupHistory, options: ConsoleOptions): string {
  const { workload, level, comparedBy, lines } = group;
  const what = comparedBy === "throughput" ? "requests/s" : `${comparedBy.slice(-3)} latency`;
  return [
    paragraph(`${workload} · ${levelName(level)} · ${what}`, options),
    renderRows(columnsOf(group), lines, options),
    ...eventsOf(group).map((told) => paragraph(`  ${told}`, options)),
  ].join("\n");
}

/** Wide enough for a month, narrow enough for 80 columns. */
const widthOfSparkline = 30;

function columnsOf({ comparedBy }: GroupHistory): Column<LineHistory>[] {
  const isThroughput = comparedBy === "throughput";
  return [
    column("variant", "variant", "left", ({ line }) => text(oneLine(line.key))),
    rightColumn("nights", ({ line }) => figure(line.entries.length, "count")),
    rightColumn(isThroughput ? "req/s" : "ms", (one) =>
      figure(figureOf(one), isThroughput ? "perSecond" : "milliseconds"),
    ),
    rightColumn("vs anchor", againstAnchor),
    column("speed", "speed, night by night", "left", (one) => text(sparklineOf(one))),
    rightColumn("steps", ({ steps, isAnchor }) =>
      isAnchor ? unknown : figure(steps.length, "count"),
    ),
    column("last step", "last step", "left", lastStep),
  ];
}

/** Of the newest night that has the line. */
function figureOf({ line }: LineHistory): number | null {
  const { comparedBy, throughput, p50Ms, p99Ms } = line.entries.at(-1)!.case;
  if (comparedBy === "throughput") return throughput.estimate;
  return comparedBy === "latency-p50" ? p50Ms : p99Ms;
}

function againstAnchor({ line, isAnchor }: LineHistory): Cell {
  const ratio = line.entries.at(-1)!.case.ratio?.estimate;
  if (isAnchor) return text("anchor");
  return ratio === undefined ? unknown : { kind: "change", ratio };
}

/** Against the anchor, of the anchor by itself; what is far off stands at the edge, so that a spike hides nothing else. */
function sparklineOf({ line, isAnchor }: LineHistory): string {
  const speeds = line.entries.map(isAnchor ? speedOf : relativeSpeedOf);
  const sorted = speeds.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length / 20);
  const [least, most] = [sorted[cut]!, sorted.at(-1 - cut)!];
  const shown = speeds.map((speed) => Math.min(most, Math.max(least, speed)));
  return sparkline(shown, { least, most, width: widthOfSparkline });
}

function lastStep({ steps }: LineHistory): Cell {
  const step = steps.at(-1);
  if (step === undefined) return text("");
  return text(`${step.ratio < 1 ? "slower" : "faster"} since ${dayOf(step.since)}`);
}
