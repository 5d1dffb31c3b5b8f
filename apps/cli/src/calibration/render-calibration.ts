import { describeMode } from "@stackbench/calibration";
import { plainTable } from "@stackbench/terminal";
import { formatCpuSet, type Accuracy, type Calibration, type Ceiling } from "@stackbench/model";
import { generatorIds } from "@stackbench/session";

/** The tables of a calibration, as a person reads them. */
export function renderCalibration(calibration: Calibration): string {
  const { cpus, driver, depth, measuredAt } = calibration;
  const head = `${depth} calibration of ${measuredAt}, ${driver} driver, server on CPUs ${formatCpuSet(cpus.server)}, generator on CPUs ${formatCpuSet(cpus.load)}`;
  const parts = [`${head}\n`, renderCeilings(calibration.ceilings)];
  if (calibration.accuracy.length > 0) parts.push(renderAccuracy(calibration.accuracy));
  return parts.join("\n");
}

function renderCeilings(ceilings: readonly Ceiling[]): string {
  const head = [
    "generator",
    "version",
    "mode",
    "threads",
    "conns",
    "ceiling req/s",
    "limited by",
    "generator CPU",
    "server CPU",
  ];
  const rows = ceilings
    .toSorted(inOrder)
    .map((ceiling) => [
      ceiling.generator,
      ceiling.version,
      describeMode(ceiling),
      String(ceiling.threads),
      String(ceiling.connections),
      `${ceiling.limitedBy === "generator" ? "" : "at least "}${count(ceiling.requestsPerSecond)}`,
      ceiling.limitedBy,
      percent(ceiling.generatorCpuShare),
      percent(ceiling.serverCpuShare),
    ]);
  return plainTable(head, rows);
}

function renderAccuracy(accuracy: readonly Accuracy[]): string {
  const head = [
    "law",
    "generator",
    "loop",
    "percentile",
    "true ms",
    "reported ms",
    "off ms",
    "off",
    "steal",
  ];
  const rows = accuracy.flatMap((one) =>
    one.percentiles.map(({ percent: p, trueMs, reportedMs }) => [
      one.law,
      one.generator,
      one.ratePerSecond === null ? one.loop : `${one.loop}, ${count(one.ratePerSecond)}/s`,
      `p${p}`,
      trueMs.toFixed(3),
      reportedMs === null ? "–" : reportedMs.toFixed(3),
      reportedMs === null ? "–" : signed((reportedMs - trueMs).toFixed(3)),
      reportedMs === null ? "–" : signed(`${((reportedMs / trueMs - 1) * 100).toFixed(1)} %`),
      percent(one.stealShare ?? undefined),
    ]),
  );
  return plainTable(head, rows);
}

function inOrder(a: Ceiling, b: Ceiling): number {
  return (
    Number(a.tls ?? false) - Number(b.tls ?? false) ||
    Number(b.keepAlive) - Number(a.keepAlive) ||
    generatorIds.indexOf(a.generator) - generatorIds.indexOf(b.generator) ||
    a.threads - b.threads
  );
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(0)} %`;
}

function signed(text: string): string {
  return text.startsWith("-") ? text : `+${text}`;
}
