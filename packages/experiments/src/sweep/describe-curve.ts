import { counted } from "@stackbench/model";
import { milliseconds, perSecond } from "@stackbench/report";
import { estimateText, levelWithin, type Estimate } from "../estimate.ts";
import type { Curve } from "./curves.ts";

/**
 * The answer in one sentence: `fastify:bare, hello: throughput levels off at 16 connections, at 48,210 requests/s
 * (47,900 to 48,600); beyond that only latency grows (median 0.33 ms at 16, 10.6 ms at 512)`.
 */
export function describeCurve(curve: Curve): string {
  return `${curve.variant}, ${curve.workload}: ${sentence(curve)}.`;
}

function sentence({ levels, saturation, generatorBoundFrom }: Curve): string {
  if (saturation === null) {
    return "fewer than three numbers of connections have a valid window, which tell of no curve";
  }
  const { levelsOffAt, hasLevelledOff, asymptote } = saturation;
  const [last, level] = [levels.at(-1)!, levels.find((one) => one.connections === levelsOffAt)!];
  const bound =
    generatorBoundFrom === null
      ? ""
      : `; from ${counted(generatorBoundFrom, "connection")} on the generator was the limit, so that the server may serve more`;
  if (!hasLevelledOff) {
    return `throughput still grows at ${counted(last.connections, "connection")}, ${perSecond(asymptote.estimate)} requests/s: go on beyond (--connections=${last.connections}..${last.connections * 8})${bound}`;
  }
  const where =
    levelsOffAt === levels[0]!.connections
      ? `throughput is level from ${counted(levelsOffAt, "connection")} on`
      : `throughput levels off at ${counted(levelsOffAt, "connection")}`;
  const [before, after] = [level, last].map(({ row }) => row.serviceTime?.p50Ms ?? null);
  const times =
    before == null || after == null
      ? ""
      : ` (median ${milliseconds(before)} ms at ${level.connections}, ${milliseconds(after)} ms at ${last.connections})`;
  return `${where}, at ${estimateText(asymptote)} requests/s; beyond that ${beyond(curveEnd(last.row.throughput?.estimate, asymptote))}${times}${bound}`;
}

/** Throughput of the last level against the level part, as a ratio; 1 where nobody knows. */
function curveEnd(last: number | undefined, { estimate }: Estimate): number {
  return last === undefined ? 1 : last / estimate;
}

function beyond(end: number): string {
  if (end >= 1 - levelWithin) return "only latency grows";
  return `latency grows and throughput falls, by ${Math.round((1 - end) * 100)} % at the most connections`;
}
