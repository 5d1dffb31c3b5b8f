import {
  column,
  duration,
  figure,
  mebibytes,
  rightColumn,
  sparkline,
  text,
  unknown,
  type Column,
} from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { troublesOf } from "../troubles.ts";
import { changeText, describeSoak, growthCell } from "./describe-soak.ts";
import type { Soak } from "./soaks.ts";

export function tellSoaks(soaks: readonly Soak[]): Findings {
  const strips = soaks.flatMap(stripOf);
  return {
    answers: soaks.map(describeSoak),
    sections: [
      { title: "Growth, memory and load", tables: [tableOf(columnsOf(soaks), soaks)] },
      ...(strips.length > 0
        ? [{ title: "Memory of all processes in time", tables: [], lines: strips }]
        : []),
    ],
    reading: readingOfSoaks(soaks),
  };
}

function columnsOf(soaks: readonly Soak[]): Column<Soak>[] {
  const told = (content: string | null): ReturnType<Column<Soak>["cell"]> =>
    content === null ? unknown : text(content);
  const against = (what: "throughput" | "p99" | "memory") => (soak: Soak) =>
    soak.against === null ? text("") : told(soak.against[what] && changeText(soak.against[what]));
  const isMany = new Set(soaks.map(loadText)).size > 1;
  const isCompared = soaks.some((soak) => soak.against !== null);
  return [
    column("variant", "variant", "left", ({ variant }) => text(variant)),
    ...(isMany ? [column("load", "load", "left", (soak: Soak) => text(loadText(soak)))] : []),
    rightColumn(
      "a minute",
      ({ growth }) => told(growthCell(growth?.bytesPerSecond ?? null, 60)),
      growing,
    ),
    rightColumn(
      "in 1,000 requests",
      ({ growth }) => told(growthCell(growth?.bytesPer1000Requests ?? null, 1)),
      growing,
    ),
    rightColumn("each", ({ memory }) => figure(memory.workerBytes, "mebibytes"), "memory, MiB"),
    rightColumn("all", ({ memory }) => figure(memory.meanBytes, "mebibytes"), "memory, MiB"),
    rightColumn("started", ({ churn }) => figure(churn?.started, "count"), "workers"),
    rightColumn("ended", ({ churn }) => figure(churn?.ended, "count"), "workers"),
    rightColumn("requests/s", ({ throughput }) => figure(throughput, "perSecond")),
    rightColumn("p99 ms", (soak) => figure(soak.p99Ms, "milliseconds")),
    rightColumn("lost %", ({ lost }) => figure(lost?.share, "percent")),
    ...(isCompared
      ? [
          rightColumn("requests/s", against("throughput"), "vs anchor"),
          rightColumn("p99", against("p99"), "vs anchor"),
          rightColumn("memory", against("memory"), "vs anchor"),
        ]
      : []),
    column("notes", "", "left", (soak) => text(troublesOf(soak).join(", "))),
  ];
}

const growing = "growth of a worker";

function loadText({ workload, level }: Soak): string {
  const load =
    level.loop === "closed" ? `${level.connections} connections` : `${level.ratePerSecond}/s`;
  return `${workload}, ${load}`;
}

/** `aiohttp:bare  38 ▁▂▃▅▆█ 52 MiB`, windows one after another, between the least and the most; nothing where nobody read it. */
function stripOf(soak: Soak): string[] {
  const values = soak.memory.overTime.flatMap(({ bytes }) => bytes);
  if (values.length === 0) return [];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const strip = sparkline(values, { least, most, width: 40 });
  return [
    `${soak.variant}, ${loadText(soak)}: ${mebibytes(least)} ${strip} ${mebibytes(most)} MiB`,
  ];
}

/** How to read the table, the picture and the answers. */
function readingOfSoaks(soaks: readonly Soak[]): string {
  return [
    "growth of a worker: how fast the memory of a process without children grows, the median of all pairs of readings of one process (Theil-Sen), without its first 2 s.",
    ...basesOf(soaks),
    "Requests are a worker's even share of all. each: a worker's memory (PSS; its own pages where that may not be read), median of all readings. all: all processes of the app together, mean. lost: without a right answer, of all that ended.",
    ...(soaks.some(({ churn }) => churn?.atLeast)
      ? [
          "Workers are counted ten times a second: where most lived for less than half a second, more came and went than are told.",
        ]
      : []),
  ].join(" ");
}

/** What the intervals rest on, told as it is. */
function basesOf(soaks: readonly Soak[]): string[] {
  const bases = new Set(soaks.flatMap(({ growth }) => growth?.bytesPerSecond.over ?? []));
  const [one] = soaks;
  const length = one ? duration(one.seconds) : "";
  const texts = {
    rounds: "Its interval is over rounds, each of them a start of its own.",
    workers: `Its interval comes from within the run: it takes the workers that lived in these ${length} for independent, and knows nothing of how another start would differ.`,
    stretches: `Its interval comes from within the run: it takes stretches of these ${length}, seven or more, for independent of each other, and knows nothing of how another start would differ, nor of what steps or comes back more slowly.`,
  };
  const ratios = soaks.flatMap(({ against }) => against?.throughput ?? []);
  const isPlain = ratios.some(({ interval }) => interval === null);
  const areWindows = ratios.some(({ interval, over }) => interval !== null && over === "windows");
  return [
    ...[...bases].map((base) => texts[base]),
    ...(isPlain
      ? [
          "vs anchor: of one start each or a few, without intervals (--rounds=6, or --windows=6 for those within a start).",
        ]
      : []),
    ...(areWindows
      ? [
          "vs anchor: intervals over windows of one start each, which know nothing of how another start would differ.",
        ]
      : []),
  ];
}
