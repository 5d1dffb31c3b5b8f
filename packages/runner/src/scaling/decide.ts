import type { ScalingRules } from "@stackbench/model";

/** CPU between two moments of a window, ms; null where it is not known. */
export interface ScalingReading {
  fromMs: number;
  atMs: number;
  cpuShare: number | null;
  replicas: number;
}

/** Since when CPU has been beyond either threshold without a break, ms; absent where it is not. */
export interface ScalingState {
  highSinceMs?: number;
  lowSinceMs?: number;
}

export interface ScalingDecision {
  state: ScalingState;
  /** To so many replicas, because of what has been so since that moment; absent: as it is. */
  change?: { to: number; sinceMs: number };
}

/**
 * What a reading makes of the ones before it. One replica more, or fewer, at a time; whoever carries a change out begins
 * with an empty state after it, so that what led to one change leads to no other. Pure.
 */
export function decide(
  rules: ScalingRules,
  before: ScalingState,
  { fromMs, atMs, cpuShare, replicas }: ScalingReading,
  mostReplicas: number,
): ScalingDecision {
  if (cpuShare === null) return { state: {} };
  // Readings come about once a second, now and then a little early: half of one more or less is no reason to wait.
  const halfReading = (atMs - fromMs) / 2;
  const lasted = (sinceMs: number, seconds: number) =>
    atMs - sinceMs >= seconds * 1000 - halfReading;
  if (cpuShare >= rules.growAtShare) {
    const highSinceMs = before.highSinceMs ?? fromMs;
    const state = { highSinceMs };
    return replicas < mostReplicas && lasted(highSinceMs, rules.forSeconds)
      ? { state, change: { to: replicas + 1, sinceMs: highSinceMs } }
      : { state };
  }
  if (cpuShare < rules.shrinkBelowShare) {
    const lowSinceMs = before.lowSinceMs ?? fromMs;
    const state = { lowSinceMs };
    return replicas > 1 && lasted(lowSinceMs, rules.shrinkForSeconds)
      ? { state, change: { to: replicas - 1, sinceMs: lowSinceMs } }
      : { state };
  }
  return { state: {} };
}
