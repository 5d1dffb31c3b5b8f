/**
 * Latency, in ms, at a percentile where a server freezes for `freezeMs` every `periodMs`, answers at once otherwise,
 * and requests come evenly: of all requests the share (freezeMs - x) / periodMs waits longer than x, so that
 * x = freezeMs - (1 - percent / 100) * periodMs, and 0 where that is negative.
 */
export function frozenLatencyMs(percent: number, freezeMs: number, periodMs: number): number {
  return Math.max(0, freezeMs - (1 - percent / 100) * periodMs);
}
