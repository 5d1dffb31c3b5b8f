import {
  neverAnsweredOf,
  throughputOf,
  type Caution,
  type HistogramData,
  type LoadResult,
} from "@stackbench/model";
import { percent, type Guard } from "./judged-window.ts";

const limits = { trusted: 0.02, foreign: 0.05 };

/**
 * What our generator may take from an answer to the next request on its connection, seconds: its own, and no part of
 * a service time. Measured: 2 to 3 µs. Of 64 connections it is a fraction of one, of a single one some percent.
 */
const turnSeconds = 5e-6;

/**
 * Little's law, L = λW, in a closed loop. Without think time the requests in flight are the connections, or of HTTP/2 their streams. A server
 * that closes or refuses connections makes the generator connect anew, after a while where it fails again and again, and
 * a connection that is down or being made carries no request: then the connections lie between the requests in flight and
 * those with the connections that are not there, and those that the generator is about to use again. Where
 * every request has a connection of its own by the asker's wish, and where a window is bounded by requests, at whose end
 * ever fewer connections have one, the requests in flight, integrated over time, must be
 * the sum of the service times.
 * Source: J. D. C. Little, Operations Research 9 (1961) 383-387.
 */
export const little: Guard = (judged) => {
  if (judged.load.kind === "open") return undefined;
  const isBounded = judged.load.kind === "closed" && judged.load.requestsWanted !== undefined;
  return judged.experiment.keepAlive && !isBounded
    ? againstConnections(judged)
    : againstServiceTimes(judged);
};

const againstConnections: Guard = ({ load, connections, streams = 1 }) => {
  const inFlight = meanInFlight(load);
  if (inFlight === undefined) return undefined;
  const connecting = meanConnecting(load);
  const { clock } = load.generator;
  const limit = limits[clock];
  const requestsPerSecond = clock === "trusted" ? throughputOf(load) : 0;
  const slots = connections * streams;
  const residual = littleResidual({ connections: slots, inFlight, connecting, requestsPerSecond });
  if (residual <= limit) return undefined;
  const askedFor = `${connections} connections${streams === 1 ? "" : ` × ${streams} streams`}`;
  const made =
    connecting < 0.05 ? "" : ` and ${connecting.toFixed(1)} connections down or being made`;
  return {
    kind: "little",
    severity: clock === "trusted" ? "invalid" : "note",
    message: `${inFlight.toFixed(1)} requests were in flight${made} on average, ${askedFor} were asked for (off by ${percent(residual)}, limit ${percent(limit)})`,
  };
};

/**
 * How far the requests in flight are from what the connections allow, as a share of them: more than there are, or fewer
 * than the rest of those that were not there (`connecting`) or between an answer and the generator's next request.
 */
export function littleResidual({
  connections,
  inFlight,
  connecting,
  requestsPerSecond,
}: {
  connections: number;
  inFlight: number;
  connecting: number;
  requestsPerSecond: number;
}): number {
  const idle = connections - inFlight - connecting - requestsPerSecond * turnSeconds;
  return Math.max(0, inFlight - connections, idle) / connections;
}

/**
 * Of connections that carried no request because they were being made, or were down. Where only the times of those that were made
 * are known, attempts that one of the edges cut are not.
 */
function meanConnecting(load: LoadResult): number {
  if (load.kind === "totals") return 0;
  return (load.downSeconds ?? secondsOf(load.connectTime)) / load.seconds;
}

function meanInFlight(load: LoadResult): number | undefined {
  if (load.kind !== "totals") return load.inFlightSeconds / load.seconds;
  return load.serviceTime && secondsOf(load.serviceTime) / load.seconds;
}

/**
 * Service times of requests sent in the window, what its edges cut off and carried over settled, are the integral of
 * the requests in flight. Failed and unfinished requests are in the integral only: with any of them nothing can be said.
 */
function againstServiceTimes({ load }: Parameters<Guard>[0]): Caution | undefined {
  if (load.kind === "totals" || neverAnsweredOf(load) > 0) return undefined;
  const { inFlightSeconds, carriedSeconds } = load;
  if (inFlightSeconds === 0) return undefined;
  const busySeconds = secondsOf(load.serviceTime);
  const residual = Math.abs(busySeconds + carriedSeconds - inFlightSeconds) / inFlightSeconds;
  if (residual <= limits.trusted) return undefined;
  return {
    kind: "little",
    severity: "invalid",
    message: `service times add up to ${(busySeconds + carriedSeconds).toFixed(1)} s, requests in flight to ${inFlightSeconds.toFixed(1)} s (off by ${percent(residual)}, limit ${percent(limits.trusted)})`,
  };
}

function secondsOf({ sum, tickNanoseconds }: HistogramData): number {
  return (sum * tickNanoseconds) / 1e9;
}
