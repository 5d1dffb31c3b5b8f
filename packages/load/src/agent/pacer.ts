import type { LoadLevel } from "@stackbench/model";

/** A connection that can send its next request. */
export interface FreeConnection {
  send(): void;
}

/**
 * Decides when a free connection may send. The closed loop answers at once; a loop with a
 * schedule keeps the connections that it turns away and calls `send` on them when a slot is due.
 */
export interface Pacer {
  /** True: send now. False: keep still, `send` is called later or never. */
  admit(connection: FreeConnection, nowMs: number): boolean;
  /** Sending is over from then on, ms of `performance.now()`. */
  readonly stopAtMs: number;
}

/** Every free connection sends at once, until `stopAtMs`. */
export function closedLoop(stopAtMs: number): Pacer {
  return { stopAtMs, admit: (_connection, nowMs) => nowMs < stopAtMs };
}

/** Why this generator cannot keep to the level; undefined where it can. */
export function refusesLevel(level: LoadLevel): string | undefined {
  return level.loop === "closed"
    ? undefined
    : "the stackbench generator sends in a closed loop only: use connections without a rate";
}
