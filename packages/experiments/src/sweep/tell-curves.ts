import { column, figure, rightColumn, text, unknown, type Column } from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { estimateText } from "../estimate.ts";
import { troublesOf } from "../troubles.ts";
import { serviceTimeColumns } from "../service-time-columns.ts";
import type { Curve, CurveLevel } from "./curves.ts";
import { describeCurve } from "./describe-curve.ts";

export function tellCurves(curves: readonly Curve[]): Findings {
  return {
    answers: curves.map(describeCurve),
    sections: curves.map((curve) => ({
      title: titleOf(curve),
      tables: [tableOf(columnsOf(curve), curve.levels)],
      lines: describeFit(curve),
    })),
    reading,
  };
}

const reading =
  "of highest: throughput against that of the best level. levels off: the fewest connections within 5 % of it. knee: where the curve bends most (Kneedle). service time: from sending a request to its whole answer. CPU: time of app and proxy, and what was stolen, in percent of the server's CPUs.";

function titleOf({ variant, workload }: Curve): string {
  return `${variant} · ${workload} · closed loop`;
}

function columnsOf({ levels, saturation }: Curve): Column<CurveLevel>[] {
  const throughputOf = ({ row }: CurveLevel): number | null => row.throughput?.estimate ?? null;
  const onCurve = levels.filter(({ isOnCurve }) => isOnCurve);
  const highest = Math.max(...onCurve.map((level) => throughputOf(level) ?? 0));
  const marks = ({ connections, row }: CurveLevel): string =>
    [
      ...(saturation?.levelsOffAt === connections && saturation.hasLevelledOff
        ? ["levels off"]
        : []),
      ...(saturation?.knee === connections ? ["knee"] : []),
      ...troublesOf(row),
    ].join(", ");
  return [
    rightColumn("connections", ({ connections }) => figure(connections, "count")),
    rightColumn("requests/s", (level) => figure(throughputOf(level), "perSecond")),
    rightColumn("of highest %", (level) => {
      const throughput = throughputOf(level);
      const isKnown = throughput !== null && level.isOnCurve;
      return isKnown ? figure(throughput / highest, "wholePercent") : unknown;
    }),
    ...serviceTimeColumns(({ row }: CurveLevel) => row),
    rightColumn("user", ({ cpuUserShare }) => figure(cpuUserShare, "wholePercent"), "CPU %"),
    rightColumn("system", ({ cpuSystemShare }) => figure(cpuSystemShare, "wholePercent"), "CPU %"),
    rightColumn("steal", ({ stealShare }) => figure(stealShare, "wholePercent"), "CPU %"),
    column("notes", "", "left", (level) => text(marks(level))),
  ];
}

/** What the curve as a whole says: the asymptote, how many are served at once, and the law. */
function describeFit({ saturation }: Curve): string[] {
  if (saturation === null) return [];
  const { asymptote, saturatesAt, hasLevelledOff, scalability } = saturation;
  const least = hasLevelledOff ? "" : "at least ";
  const atOnce =
    saturatesAt === null
      ? ""
      : ` · busy with ${least}${estimateText(saturatesAt)} at once (asymptote ÷ throughput of one connection)`;
  const asymptoteText = `asymptote ${least}${estimateText(asymptote)} requests/s${atOnce}`;
  if (scalability === null) return [asymptoteText];
  const { sigma, kappa, peakAt, r2 } = scalability;
  const peak =
    peakAt === null
      ? "never falls"
      : `highest at ${Math.round(peakAt).toLocaleString("en")} connections`;
  return [
    asymptoteText,
    `scalability law: contention ${coefficient(sigma)}, coherency ${coefficient(kappa)}, ${peak}; explains ${Math.round(r2 * 100)} %`,
  ];
}

function coefficient({ estimate, interval }: { estimate: number; interval: Interval }): string {
  const short = (value: number): string => String(Number(value.toPrecision(2)));
  const ends = interval && ` (${short(interval.low)} to ${short(interval.high)})`;
  return `${short(estimate)}${ends ?? ""}`;
}

type Interval = { low: number; high: number } | null;
