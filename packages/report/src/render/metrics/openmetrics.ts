import { epochMs } from "../../numbers.ts";
import type { Row } from "../../row.ts";
import {
  exportedFigures,
  type ExportedFigure,
  type ExportedSubject,
} from "../../summarise/exported-figures.ts";
import type { Table } from "../../table.ts";
import { oneLine } from "../clean-text.ts";

type Labels = Record<string, string>;

interface Sample {
  labels: Labels;
  value: number;
}

interface Family {
  subject: ExportedSubject;
  /** Ends in its unit, as OpenMetrics has it. */
  name: string;
  unit: string;
  help: string;
  /** From the base of the subject to that of the family: seconds, not ms. */
  per: number;
  isOfTimes?: boolean;
}

const families: readonly Family[] = [
  {
    subject: "throughput",
    name: "stackbench_throughput_requests_per_second",
    unit: "requests_per_second",
    help: "Right answers per second.",
    per: 1,
  },
  {
    subject: "latency",
    name: "stackbench_latency_seconds",
    unit: "seconds",
    help: "Done minus intended start, open loop.",
    per: 1e3,
    isOfTimes: true,
  },
  {
    subject: "service-time",
    name: "stackbench_service_time_seconds",
    unit: "seconds",
    help: "Done minus actual send.",
    per: 1e3,
    isOfTimes: true,
  },
  {
    subject: "cpu-per-request",
    name: "stackbench_cpu_per_request_seconds",
    unit: "seconds",
    help: "User and system CPU time of app and proxy per right answer.",
    per: 1e6,
  },
  {
    subject: "memory",
    name: "stackbench_memory_bytes",
    unit: "bytes",
    help: "Highest working set of app and proxy.",
    per: 1,
  },
  {
    subject: "errors",
    name: "stackbench_errors_ratio",
    unit: "ratio",
    help: "Failed requests as a share of all that ended.",
    per: 1,
  },
];

/**
 * The rows as OpenMetrics 1.0 text, every sample at the time of the run's beginning: what `promtool tsdb
 * create-blocks-from openmetrics` reads.
 */
export function renderOpenMetrics(table: Table): string {
  const { run } = table;
  const figures = table.rows.flatMap((row) =>
    exportedFigures(row).map((figure) => ({ figure, labels: labelsOf(row) })),
  );
  const ms = epochMs(run.startedAt);
  const at = ms === null ? "" : ` ${ms / 1000}`;
  const { fingerprint, engine } = run;
  const labels: Labels = {
    run_id: run.runId,
    commit: fingerprint.harnessCommit ?? "",
    cpu_model: fingerprint.cpuModel,
    kernel: fingerprint.kernel,
    driver: engine.driver,
  };
  const lines = [
    about("TYPE", "stackbench_run", "info"),
    about("HELP", "stackbench_run", "The run that the samples are of."),
    sampleLine("stackbench_run_info", { labels, value: 1 }, at),
    ...families.flatMap((family) => {
      const ofFamily = figures.filter(({ figure }) => figure.subject === family.subject);
      return ofFamily.length === 0
        ? []
        : [...valuesOf(family, ofFamily, at), ...reachOf(family, ofFamily, at)];
    }),
    about("EOF"),
  ];
  return `${lines.join("\n")}\n`;
}

interface Labelled {
  figure: ExportedFigure;
  labels: Labels;
}

function valuesOf(family: Family, figures: readonly Labelled[], at: string): string[] {
  const { name, unit, help, per, isOfTimes = false } = family;
  const samples = figures.map(({ figure, labels }) => ({
    labels: { ...labels, ...quantileOf(figure) },
    value: figure.value / per,
  }));
  return describe(name, { type: isOfTimes ? "summary" : "gauge", unit, help }, samples, at);
}

/** The ends of intervals, as a family of their own; nothing where no figure has one. */
function reachOf(
  { name, unit, help, per }: Family,
  figures: readonly Labelled[],
  at: string,
): string[] {
  const samples = figures.flatMap(({ figure, labels }) => {
    const { interval } = figure;
    if (interval === null) return [];
    return (["low", "high"] as const).map((bound) => ({
      labels: { ...labels, ...quantileOf(figure), bound },
      value: interval[bound] / per,
    }));
  });
  if (samples.length === 0) return [];
  const interval = `${name.slice(0, -unit.length)}interval_${unit}`;
  return describe(
    interval,
    { type: "gauge", unit, help: `${help} Ends of the interval.` },
    samples,
    at,
  );
}

function describe(
  name: string,
  { type, unit, help }: { type: string; unit: string; help: string },
  samples: readonly Sample[],
  at: string,
): string[] {
  return [
    about("TYPE", name, type),
    about("UNIT", name, unit),
    about("HELP", name, help),
    ...samples.map((sample) => sampleLine(name, sample, at)),
  ];
}

/** A line that is no sample. */
function about(...words: string[]): string {
  return ["#", ...words].join(" ");
}

const quantiles = { 50: "0.5", 90: "0.9", 99: "0.99", 99.9: "0.999" } as const;

function quantileOf({ percent }: ExportedFigure): Labels {
  return percent === undefined ? {} : { quantile: quantiles[percent] };
}

function labelsOf({ stack, variant, workload, level, generator }: Row): Labels {
  return {
    stack,
    variant,
    workload,
    loop: level.loop,
    connections: String(level.connections),
    ...(level.loop === "open" && { rate: String(level.ratePerSecond), arrivals: level.arrivals }),
    ...(level.loop === "closed" && {
      ...(level.keepAlive !== undefined && { keep_alive: String(level.keepAlive) }),
      ...(level.paddingBytes !== undefined && { padding_bytes: String(level.paddingBytes) }),
    }),
    generator,
  };
}

function sampleLine(name: string, { labels, value }: Sample, at: string): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${written.join(",")}} ${value}${at}`;
}

/** Backslash, quote and line feed, as its grammar has them; nothing else of text from outside is left to escape. */
function escaped(text: string): string {
  return oneLine(text)
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`);
}
