import type { Launched, ResourceUse, StartTimes, VariantShape } from "@stackbench/model";
import type { ClockEstimate } from "@stackbench/statistics";
import type { SeenStart } from "./ready.ts";

/** What was seen while a pod came up. */
export interface SeenBringUp {
  /** The verifier, which found the app ready and waits for more. */
  program: Launched;
  /** Moments in milliseconds since 1970: by our clock when the engine was asked to start the app, the others by the pod's. */
  start?: SeenStart & { launchedAt: number };
  /** As `Sitting.starting`. */
  starting?: ResourceUse;
}

/** What the engine says of a container of the app. */
export interface StartedContainer {
  /** `State.StartedAt`, ISO 8601 with nanoseconds: set as its process begins to run, within about a millisecond. */
  startedAt: string;
  /** Whether its processes are this machine's: then the engine has our clock. */
  isLocal: boolean;
  /** Of a pod on several: the one whose engine says that. */
  machine?: string;
  /** By how much that clock is ahead of the pod's; absent where it is the same. */
  clock?: ClockEstimate;
}

/** Of several containers the zero is the first one's start, which is as well known as the clock that it is told by. */
export function startTimesOf(
  { launchedAt, listeningAt, readyAt, answeredAt, blindMs }: NonNullable<SeenBringUp["start"]>,
  containers: readonly StartedContainer[],
  { proxy }: Pick<VariantShape, "proxy">,
): StartTimes {
  const [first] = containers
    .map(({ startedAt, clock = { offsetMs: 0, errorMs: 0 } }) => ({
      at: epochMs(startedAt) - clock.offsetMs,
      errorMs: clock.errorMs,
    }))
    .toSorted((a, b) => a.at - b.at);
  if (!first) throw new Error("expected a container of the app, got none");
  const { at: zero, errorMs } = first;
  const isLocal = containers.every((container) => container.isLocal);
  return {
    launchMs: isLocal ? Math.max(0, zero - launchedAt) : null,
    listeningMs: proxy === "none" ? listeningAt - zero : null,
    readyMs: readyAt - zero,
    answeredMs: answeredAt - zero,
    blindMs: blindMs + errorMs,
  };
}

/** Milliseconds since 1970, with the fraction that `Date` would cut off. */
function epochMs(iso: string): number {
  const [whole, fraction = ""] = iso.replace(/Z$/, "").split(".");
  return Date.parse(`${whole}Z`) + Number(`0.${fraction || "0"}`) * 1000;
}
