import {
  column,
  empty,
  figure,
  milliseconds,
  rightColumn,
  text,
  unknown,
  type Cell,
  type Column,
} from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { troublesOf } from "../troubles.ts";
import { describeStart } from "./describe-start.ts";
import type { Estimate } from "../estimate.ts";
import type { Start } from "./starts.ts";

export function tellStarts(starts: readonly Start[]): Findings {
  return {
    answers: starts.map(describeStart),
    sections: [
      {
        title: "From the start to idleness",
        tables: [tableOf(columns, starts)],
        lines: notesOn(starts),
      },
    ],
    reading,
  };
}

const reading =
  "engine: from asking for the app's container until its process runs, before the start. listens: its port takes a connection (unknown behind a proxy, which listens anyway). healthz, answers: the first right answer of /healthz, then of the workload. vs anchor: time to the answer, round by round. memory: working set of app and proxy right after the first answer, and after the idle time. idle CPU: of one CPU, while nobody asks. image: with all its layers.";

/** How sharp it is. */
function notesOn(starts: readonly Start[]): string[] {
  const blind = starts.flatMap(({ blindMs }) => blindMs ?? []);
  if (blind.length === 0) return [];
  const [usual, most] = [
    Math.max(...blind.map(({ median }) => median)),
    Math.max(...blind.map((one) => one.most)),
  ];
  return [
    `A moment may be told late by ${milliseconds(usual)} ms in most starts and ${milliseconds(most)} ms in one: so long nobody had asked.`,
  ];
}

const time = (estimate: Estimate | null): Cell => figure(estimate?.estimate, "milliseconds");

const columns: readonly Column<Start>[] = [
  column("variant", "", "left", ({ variant }) => text(variant)),
  rightColumn("engine", ({ launchMs }) => time(launchMs), "start, ms"),
  rightColumn("listens", ({ listeningMs }) => time(listeningMs), "start, ms"),
  rightColumn("healthz", ({ readyMs }) => time(readyMs), "start, ms"),
  rightColumn("answers", ({ answeredMs }) => time(answeredMs), "start, ms"),
  column("interval", "95 %", "left", ({ answeredMs }) => {
    const interval = answeredMs?.interval;
    return interval ? { kind: "interval", ...interval, unit: "milliseconds" } : unknown;
  }),
  rightColumn("vs anchor", ({ relative, isAnchor }) => {
    if (isAnchor) return text("anchor");
    return relative === null ? unknown : { kind: "change", ratio: relative.ratio };
  }),
  column("verdict", "", "left", ({ relative }) => (relative ? text(relative.verdict) : empty)),
  rightColumn(
    "first",
    ({ memoryAtAnswerBytes }) => figure(memoryAtAnswerBytes, "mebibytes"),
    "size, MiB",
  ),
  rightColumn("idle", ({ memoryIdleBytes }) => figure(memoryIdleBytes, "mebibytes"), "size, MiB"),
  rightColumn("image", ({ imageBytes }) => figure(imageBytes, "mebibytes"), "size, MiB"),
  rightColumn("idle CPU %", ({ idleCpuShare }) => figure(idleCpuShare?.estimate, "percent")),
  rightColumn("starts", ({ starts }) => figure(starts, "count")),
  column("notes", "", "left", (start) => text(troublesOf(start).join(", "))),
];
