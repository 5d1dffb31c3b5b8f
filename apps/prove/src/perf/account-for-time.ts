import type { RunEvent } from "@stackbench/model";

/** An event and when it was told, on a monotonic clock. */
export interface TimedEvent {
  atMs: number;
  event: RunEvent;
}

/** What a run's wall time goes to. `warm-up` and `window` are load; all else is beside it. */
export const runParts = [
  "preparing",
  "between sittings",
  "bring-up",
  "verify",
  "before warm-up",
  "warm-up",
  "between warm-up and window",
  "window",
  "after the window",
  "take-down",
] as const;
export type RunPart = (typeof runParts)[number];

/**
 * Seconds of wall time by part, from the first event to `endMs`: what lies between two events belongs to the first of
 * them, so that every second is counted, and once. Warm-up and window count with the time that load was sent, as the
 * window's record tells it (a warm-up goes on until throughput is steady); what precedes it in a warm-up (a look into
 * the database) is "before warm-up", and what follows it in a window (drain, report, audit) is "after the window".
 * Sittings are held one after the other.
 */
export function accountForTime(
  events: readonly TimedEvent[],
  endMs: number,
): Record<RunPart, number> {
  const seconds = Object.fromEntries(runParts.map((part) => [part, 0])) as Record<RunPart, number>;
  for (const [index, { atMs, event }] of events.entries()) {
    const took = ((events[index + 1]?.atMs ?? endMs) - atMs) / 1000;
    if (event.type === "warming-up" || event.type === "measuring") {
      const load = Math.min(loadSeconds(event, events.slice(index)), took);
      const [own, rest] = partsOfLoad[event.type];
      seconds[own] += load;
      seconds[rest] += took - load;
    } else {
      seconds[partAfter(event)] += took;
    }
  }
  return seconds;
}

const partsOfLoad = {
  "warming-up": ["warm-up", "before warm-up"],
  measuring: ["window", "after the window"],
} as const satisfies Record<string, readonly [RunPart, RunPart]>;

type Loaded = Extract<RunEvent, { type: "warming-up" | "measuring" }>;

/** How long load was sent; as planned, where the generator does not tell or the window failed. */
function loadSeconds({ type, seconds }: Loaded, later: readonly TimedEvent[]): number {
  for (const { event } of later) {
    if (event.type !== "journal" || event.entry.type !== "window") continue;
    const { window } = event.entry;
    if (window.status !== "measured") return seconds;
    if (type === "measuring") return window.load.seconds;
    return window.load.kind === "totals" ? seconds : window.load.warmUp.seconds;
  }
  return seconds;
}

type Unloaded = Exclude<RunEvent, Loaded>;

/** What follows an event. */
function partAfter(event: Unloaded): RunPart {
  switch (event.type) {
    case "preparing":
      return "preparing";
    case "sitting-started":
    case "looked":
      return "between sittings";
    case "phase":
      return event.phase === "ready" ? "before warm-up" : event.phase;
    case "warmed-up":
      return "between warm-up and window";
    case "journal":
      switch (event.entry.type) {
        case "window":
          return "before warm-up";
        case "sitting-ended":
          return "between sittings";
        default:
          return "preparing";
      }
  }
}
