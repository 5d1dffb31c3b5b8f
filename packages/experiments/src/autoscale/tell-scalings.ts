import {
  column,
  figure,
  perSecond,
  rightColumn,
  sparkline,
  text,
  unknown,
  type Column,
  type Row,
} from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { troublesOf } from "../troubles.ts";
import { serviceTimeColumns } from "../service-time-columns.ts";
import { describeEvents, describeScaling, levelText, type Allowed } from "./describe-scaling.ts";
import type { Scaling } from "./scalings.ts";

export function tellScalings(scalings: readonly Scaling[], allowed: Allowed): Findings {
  return {
    answers: scalings.map((one) => describeScaling(one, allowed)),
    sections: [
      {
        title: "One replica and autoscaled",
        tables: [tableOf(columns, linesOf(scalings), { keyColumns })],
        lines: notesOn(scalings),
      },
    ],
    reading,
  };
}

const reading =
  "replicas: behind the proxy at the beginning, at most and at the end, in most rounds. CPU: mean of the replicas' own, of what each may use, over the window's readings. lost: never answered rightly, over all rounds. Levels were asked in this order in each sitting, so that one begins with the replicas that the last one left. --json has every round second by second: throughput, latency, CPU and replicas, with one replica and with more.";

/** One arm at one load. */
interface Line {
  scaling: Scaling;
  arm: "one replica" | "autoscaled";
  row: Row;
}

function linesOf(scalings: readonly Scaling[]): Line[] {
  return scalings.flatMap((scaling): Line[] => [
    { scaling, arm: "one replica", row: scaling.single },
    { scaling, arm: "autoscaled", row: scaling.scaled },
  ]);
}

/** Variant, workload, load and arm. */
const keyColumns = 4;

const columns: readonly Column<Line>[] = [
  column("variant", "variant", "left", ({ scaling }) => text(scaling.variant)),
  column("workload", "workload", "left", ({ scaling }) => text(scaling.workload)),
  column("load", "load", "left", ({ scaling }) => text(levelText(scaling.level))),
  column("arm", "arm", "left", ({ arm }) => text(arm)),
  rightColumn("requests/s", ({ row }) => figure(row.throughput?.estimate, "perSecond")),
  rightColumn("taken s", ({ row }) =>
    row.bounded ? figure(row.bounded.takenSeconds, "seconds") : text("–"),
  ),
  ...serviceTimeColumns(({ row }: Line) => row),
  rightColumn("CPU %", (line) => figure(meanCpuShare(line), "wholePercent")),
  column("replicas", "replicas", "left", ({ scaling, arm }) => {
    if (arm === "one replica") return text("1");
    if (scaling.usual === null) return unknown;
    const { first, most, last } = scaling.usual;
    return text([first, most, last].join(", "));
  }),
  rightColumn("lost", ({ scaling, arm }) =>
    figure(arm === "autoscaled" ? scaling.lost : scaling.lostBySingle, "count"),
  ),
  column("notes", "notes", "left", ({ row }) => text(troublesOf(row).join(", "))),
];

function meanCpuShare({ scaling, arm }: Line): number | null {
  const shares = scaling.rounds.flatMap((round) =>
    (arm === "autoscaled" ? round.scaled : round.single).flatMap(({ cpuShare }) => cpuShare ?? []),
  );
  return shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length;
}

/** What it served by the number of replicas, and the first round as it went. */
function notesOn(scalings: readonly Scaling[]): string[] {
  return scalings.flatMap(({ variant, level, rates, rounds: [first] }) => {
    if (!first) return [];
    const name = `${variant}, ${levelText(level)}`;
    const each = rates.map(({ replicas, requestsPerSecond, toOne }) => {
      const times = replicas === 1 || toOne === null ? "" : ` (×${toOne.estimate.toFixed(2)})`;
      return `${replicas}: ${perSecond(requestsPerSecond.estimate)}${times}`;
    });
    const lines = first.scaled.map(({ requestsPerSecond }) => requestsPerSecond);
    return [
      ...(each.length > 0 ? [`${name}, requests/s by replicas: ${each.join(", ")}`] : []),
      `${name}, round ${first.round}: ${describeEvents(first.events)}; requests/s over time ${sparkline(lines, { least: 0, most: Math.max(1, ...lines), width: 40 })}`,
    ];
  });
}
