import { counted } from "@stackbench/model";
import { milliseconds, perSecond } from "@stackbench/report";
import { estimateText, levelWithin } from "../estimate.ts";
import type { Curve, CurveLevel } from "./curves.ts";

/**
 * The answer in one sentence: `fastify:bare, hello: throughput levels off at 16 connections, at 48,210 requests/s
 * (47,900 to 48,600); beyond that only latency grows (median 0.33 ms at 16, 10.6 ms at 512)`.
 */
export function describeCurve(curve: Curve): string {
  return `${curve.variant}, ${curve.workload}: ${sentence(curve)}.`;
}

function sentence({ levels, saturation, generatorBoundFrom }: Curve): string {
  if (saturation === null) {
    return "fewer than three numbers of connections have a valid window with a right answer, which tell of no curve";
  }
  const { levelsOffAt, hasLevelledOff, asymptote } = saturation;
  const onCurve = levels.filter(({ isOnCurve }) => isOnCurve);
  const [first, last] = [onCurve[0]!, onCurve.at(-1)!];
  const level = onCurve.find(({ connections }) => connections === levelsOffAt)!;
  const beyondIt = levels.filter(({ connections }) => connections > last.connections);
  const bound =
    generatorBoundFrom === null
      ? ""
      : `; from ${counted(generatorBoundFrom, "connection")} on the generator was the limit, so that the server may serve more`;
  const rest = `${lostText(beyondIt)}${bound}`;
  if (!hasLevelledOff) {
    const { connections } = last;
    // What was asked for beyond it and told nothing is no reason to ask for more.
    const further =
      beyondIt.length === 0
        ? `: go on beyond (--connections=${connections}..${connections * 8})`
        : "";
    return `throughput still grows at ${counted(connections, "connection")}, ${perSecond(asymptote.estimate)} requests/s${further}${rest}`;
  }
  const where =
    level === first
      ? `throughput is level from ${counted(levelsOffAt, "connection")} on`
      : `throughput levels off at ${counted(levelsOffAt, "connection")}`;
  const [before, after] = [level, last].map(({ row }) => row.serviceTime?.p50Ms ?? null);
  const times =
    before == null || after == null
      ? ""
      : ` (median ${milliseconds(before)} ms at ${level.connections}, ${milliseconds(after)} ms at ${last.connections})`;
  const end = last.row.throughput!.estimate / asymptote.estimate;
  return `${where}, at ${estimateText(asymptote)} requests/s; beyond that ${beyond(end, last)}${times}${rest}`;
}

/** `end`: throughput of the last level against the level part, as a ratio. */
function beyond(end: number, last: CurveLevel): string {
  if (end >= 1 - levelWithin) return "only latency grows";
  return `latency grows and throughput falls, by ${Math.round((1 - end) * 100)} % at ${counted(last.connections, "connection")}`;
}

/** Of the levels above the curve's last, why they are not on it: `; 256, 512 connections failed`. */
function lostText(levels: readonly CurveLevel[]): string {
  return [...Map.groupBy(levels, whyLost)]
    .map(([why, alike]) => {
      const counts = alike.map(({ connections }) => connections.toLocaleString("en"));
      return `; ${counts.join(", ")} connections ${why}`;
    })
    .join("");
}

function whyLost({ row: { status } }: CurveLevel): string {
  if (status === "failed") return "failed";
  return status === "measured" ? "had no right answer" : "have no valid window";
}
