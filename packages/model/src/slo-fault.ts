import type { Caution, CautionKind } from "./caution.ts";

/**
 * What makes a window invalid for a comparison and is the server's answer to whether it keeps an SLO: requests found no
 * connection free, or no place in the accept queue, because it was too slow.
 */
const ofOverload: ReadonlySet<CautionKind> = new Set<CautionKind>([
  "rate-missed",
  "listen-overflow",
]);

/** What spoils a window by making it slower, and nothing else. */
const slowing: ReadonlySet<CautionKind> = new Set<CautionKind>([
  "steal",
  "send-lag",
  "background-load",
  "throttled",
  "listen-overflow",
  "generator-limit",
]);

/** Whether the measurement, not the server, is at fault: what breaks an SLO then says nothing. */
export function faultsMeasurement({ kind, severity }: Caution): boolean {
  if (severity === "invalid") return !ofOverload.has(kind);
  return severity === "unranked" && (kind === "generator-bound" || kind === "generator-limit");
}

/** Whether the server did not keep up with what it was asked, whatever its answers took. */
export function tellsOverload({ kind, severity }: Caution): boolean {
  return severity === "invalid" && ofOverload.has(kind);
}

/** Whether it can only have made a window slower: one that keeps an SLO all the same keeps it. */
export function onlySlows({ kind, severity }: Caution): boolean {
  return slowing.has(kind) || (kind === "generator-bound" && severity === "unranked");
}
