import { counted, type LoadLevel, type ScalingEvent, type ScalingRules } from "@stackbench/model";
import { milliseconds, percent, perSecond } from "@stackbench/report";
import { fewestForRanks } from "@stackbench/statistics";
import type { Estimate } from "../estimate.ts";
import type { Scaling } from "./scalings.ts";

/** By what an app was to grow, and how far. */
export interface Allowed {
  rules: ScalingRules;
  mostReplicas: number;
}

/**
 * The answer in one sentence: `flask:gunicorn-nginx, hash-sort, 16 connections: grown from 1 to 3 replicas, the first
 * 6.2 s after the threshold was passed; it served 2.10 times (1.90 to 2.30) as much as one replica, with no request lost.`
 */
export function describeScaling(scaling: Scaling, allowed: Allowed): string {
  const { variant, workload, level, usual } = scaling;
  const subject = `${variant}, ${workload}, ${levelText(level)}`;
  if (usual === null) return `${subject}: no valid window of the one that may grow.`;
  const parts = [howItWent(scaling, usual, allowed), howMuch(scaling), howSafe(scaling)];
  return `${subject}: ${parts[0]}; ${parts[1]}, ${parts[2]}.`;
}

/** `16 connections`, or `50 requests/s`. */
export function levelText(level: LoadLevel): string {
  if (level.loop === "open") return `${perSecond(level.ratePerSecond)} requests/s`;
  return counted(level.connections, "connection");
}

function howItWent(
  { rounds, delaySeconds }: Scaling,
  { first, most, last }: NonNullable<Scaling["usual"]>,
  { rules, mostReplicas }: Allowed,
): string {
  if (most > first) {
    const delay =
      delaySeconds && `, the first ${seconds(delaySeconds)} after the threshold was passed`;
    const then = last < most ? ` and shrunk to ${last} again` : "";
    return `grown from ${first} to ${counted(most, "replica")}${delay ?? ""}${then}`;
  }
  if (last < first) return `shrunk from ${first} to ${counted(last, "replica")}`;
  const stayed = `stayed at ${counted(first, "replica")}`;
  if (first >= mostReplicas) return `${stayed}, the most allowed`;
  const missed = rounds.map(({ events }) => whyNoneCame(events)).find((why) => why !== undefined);
  if (missed !== undefined) return `${stayed}: one more was asked for and ${missed}`;
  const highest = rounds.flatMap(({ highestCpuShare }) => highestCpuShare ?? []);
  const cpu =
    highest.length === 0 ? "" : ` (${percent(Math.max(...highest))} % in the busiest second)`;
  return `${stayed}, for CPU was not at ${percent(rules.growAtShare)} % for ${rules.forSeconds} s${cpu}`;
}

/** What became of a replica that was asked for; undefined where none was. */
function whyNoneCame(events: readonly ScalingEvent[]): string | undefined {
  if (!events.some((event) => event.kind === "asked" && event.to > event.from)) return undefined;
  const failed = events.find((event) => event.kind === "failed");
  return failed ? `did not come up (${failed.message})` : "came after the window";
}

function howMuch({ level, single, scaled, ratio, workSeconds, rounds }: Scaling): string {
  if (level.loop === "open") {
    const [grown, one] = [scaled, single].map(({ latency }) => latency?.p50Ms ?? null);
    return grown == null || one == null
      ? "how long half of the requests took is not known"
      : `half of the requests were answered within ${milliseconds(grown)} ms, by one replica within ${milliseconds(one)} ms`;
  }
  if (ratio === null) return "there is no round with one replica to hold it against";
  const times = `${timesText(ratio)} as much as one replica`;
  if (workSeconds === null) return `it served ${times}`;
  const few = rounds.length < fewestForRanks ? " (fewer than six rounds: no interval)" : "";
  return `the whole work took ${seconds(workSeconds.scaled)} in place of ${seconds(workSeconds.single)}: it served ${times}${few}`;
}

function howSafe({ lost, askedAnew }: Scaling): string {
  const anew =
    askedAnew === 0 ? "" : ` (${askedAnew} asked anew on another connection, and answered)`;
  return lost === 0
    ? `with no request lost${anew}`
    : `with ${counted(lost, "request")} lost${anew}`;
}

/** `2.10 times (1.90 to 2.30)`. */
function timesText({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`;
  return `${estimate.toFixed(2)} times${ends ?? ""}`;
}

/** `6.2 s (5.9 to 6.4)`. */
function seconds({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${interval.low.toFixed(1)} to ${interval.high.toFixed(1)})`;
  return `${estimate.toFixed(1)} s${ends ?? ""}`;
}

/** The events of one window in a line: `5.0 s asked for 2 (CPU 98 %), 5.6 s 2 started, …`. */
export function describeEvents(events: readonly ScalingEvent[]): string {
  if (events.length === 0) return "nothing happened";
  return events
    .map((event) => `${(event.atMs / 1000).toFixed(1)} s ${describeEvent(event)}`)
    .join(", ");
}

function describeEvent(event: ScalingEvent): string {
  if (event.kind === "asked") return `asked for ${event.to} (CPU ${percent(event.cpuShare)} %)`;
  if (event.kind === "failed") return `failed: ${event.message}`;
  const said = event.message === undefined ? "" : `: ${event.message}`;
  return `${event.replica} ${event.step.replace("-", " ")}${said}`;
}
