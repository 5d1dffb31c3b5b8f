import {
  cpuSecondsOf,
  isValid,
  type RunRecord,
  type StartedWindow,
  type StartTimes,
} from "@stackbench/model";
import {
  looksOf,
  relateArms,
  type Arms,
  type Relative,
  type Row,
  type Table,
} from "@stackbench/report";
import { median } from "@stackbench/statistics";
import { estimateOf, type Estimate } from "../estimate.ts";

/** How one variant starts. Times in milliseconds from when its first process ran; null where nobody knows. */
export interface Start {
  /** `stack:variant`. */
  variant: string;
  workload: Row["workload"];
  status: Row["status"];
  failure?: Row["failure"];
  cautions: Row["cautions"];
  /** Starts that count: valid ones. */
  starts: number;
  /** Before that moment: what the engine takes to start a container that it has created. */
  launchMs: Estimate | null;
  listeningMs: Estimate | null;
  /** `/healthz`. */
  readyMs: Estimate | null;
  /** The workload. */
  answeredMs: Estimate | null;
  /** The most by which any of these is late in half of the starts, and in the worst one. */
  blindMs: { median: number; most: number } | null;
  /** `answeredMs` against the anchor's, round by round; null for the anchor itself and without a common round. */
  relative: Relative | null;
  isAnchor: boolean;
  /** Working set of app and proxy, bytes: medians. */
  memoryAtAnswerBytes: number | null;
  memoryIdleBytes: number | null;
  /** CPU time of app and proxy while nobody asks, as a share of one CPU. */
  idleCpuShare: Estimate | null;
  /** The app's image with all its layers; null without one. */
  imageBytes: number | null;
}

/** Every variant of a run, in the order of the plan. */
export function startsOf(record: RunRecord, table: Table): Start[] {
  const { variants, anchor } = record.plan.experiment;
  const windows = Map.groupBy(
    record.windows.filter((window) => window.status === "started").filter(isValid),
    ({ variant }) => variant,
  );
  const arms: Arms = new Map(
    [...windows].map(([variant, held]) => [
      variant,
      new Map(held.map(({ round, start }) => [round, start.answeredMs])),
    ]),
  );
  const compared = table.rows.filter(({ status }) => status === "measured").map(({ key }) => key);
  const family = relateArms(arms, compared, { lowerIsBetter: true, looks: looksOf(record) });
  return table.rows
    .toSorted((a, b) => variants.indexOf(a.key) - variants.indexOf(b.key))
    .map((row) => ({
      ...startOf(row, windows.get(row.key) ?? []),
      relative: family.relative(row.key, anchor),
      isAnchor: row.key === anchor,
      imageBytes: record.variants.find(({ key }) => key === row.key)?.imageBytes ?? null,
    }));
}

function startOf(
  { key, workload, status, failure, cautions }: Row,
  windows: readonly StartedWindow[],
): Omit<Start, "relative" | "isAnchor" | "imageBytes"> {
  const timeOf = (name: keyof StartTimes): Estimate | null =>
    estimateOfAll(windows.map(({ start }) => start[name]));
  const blind = windows.map(({ start }) => start.blindMs);
  return {
    variant: key,
    workload,
    status,
    ...(failure && { failure }),
    cautions,
    starts: windows.length,
    launchMs: timeOf("launchMs"),
    listeningMs: timeOf("listeningMs"),
    readyMs: timeOf("readyMs"),
    answeredMs: timeOf("answeredMs"),
    blindMs: blind.length === 0 ? null : { median: median(blind), most: Math.max(...blind) },
    memoryAtAnswerBytes: medianOf(windows.map((window) => window.memoryAtAnswerBytes)),
    memoryIdleBytes: medianOf(windows.map((window) => window.memoryIdleBytes)),
    idleCpuShare: estimateOfAll(windows.map(idleCpuShare)),
  };
}

/** Null where the app's CPU time is not known. */
function idleCpuShare({ idle: { services, seconds } }: StartedWindow): number | null {
  if (!services.app) return null;
  const spent = cpuSecondsOf(services.app) + (services.proxy ? cpuSecondsOf(services.proxy) : 0);
  return spent / seconds;
}

/** Null where any start does not tell. */
function estimateOfAll(values: readonly (number | null)[]): Estimate | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : estimateOf(known);
}

function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
