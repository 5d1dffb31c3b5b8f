import { seriesIntervalMs } from "../agent/window-tally.ts";

/** A load as `untilWarm` watches it, by the answers of each interval since it began; its time passes in its sleep. */
export function simulatedLoad(answersIn: (interval: number) => number, longestServiceMs = 1) {
  const lead: number[] = [];
  let nowMs = 0;
  return {
    elapsedMs: () => nowMs,
    sleep: async (ms: number) => void (nowMs += ms + 1),
    look: () => {
      while (lead.length < Math.floor(nowMs / seriesIntervalMs)) {
        lead.push(Math.round(answersIn(lead.length)));
      }
      return Promise.resolve([{ lead: [...lead], longestServiceMs }]);
    },
  };
}

/** The middle of an interval, s since the load began, and how much of a second it is. */
export function timeOf(interval: number): { seconds: number; share: number } {
  const share = seriesIntervalMs / 1000;
  return { seconds: (interval + 0.5) * share, share };
}
