import {
  servicesOf,
  type BringUpRequest,
  type Selected,
  type Sitting,
  type TuningProfileId,
} from "@stackbench/model";
import type { RunPorts } from "./run-context.ts";

/** Database connections over all workers: divides without remainder by 1, 2 and 11 workers. */
export const defaultPoolSize = 22;

type Told = Pick<BringUpRequest, "runId" | "sittingId" | "cpus" | "signal">;

/** How to bring a variant up outside a run: no tuning, no limits, nothing beside the app. */
export function bareRequest(entry: Selected, told: Told & Partial<BringUpRequest>): BringUpRequest {
  return {
    ...entry,
    services: servicesOf(entry.stack, []),
    knobs: [],
    databasePoolSize: defaultPoolSize,
    memoryLimitBytes: null,
    readyTimeoutMs: 30_000,
    ...told,
  };
}

/** What of a sitting is another than usual. */
type Unusual = Partial<
  Pick<BringUpRequest, "readyTimeoutMs" | "memoryLimitBytes" | "cpusLimit" | "databasePoolSize">
>;

/** A sitting of a stack that answers `hello`, outside a run. */
export interface BareSitting extends Told, Unusual {
  say(line: string): void;
  /** Limits as runs have them; none unless told. */
  tuning?: TuningProfileId;
}

/** Prepares a stack and brings it up, not verified. Throws StackFailure, HostError, or the signal's reason. */
export async function bringUpBare(
  { driver, tuner }: Pick<RunPorts, "driver" | "tuner">,
  entry: Selected,
  { say, tuning, ...told }: BareSitting,
): Promise<Sitting> {
  const { signal } = told;
  signal.throwIfAborted();
  const services = servicesOf(entry.stack, ["hello"]);
  await driver.prepare(entry.stack, { services, proxy: entry.variant.proxy }, say, signal);
  if (tuning === undefined) return await driver.bringUp(bareRequest(entry, told));
  const knobs = tuner.knobs(tuning);
  const offers = await driver.offer(knobs, signal);
  return await driver.bringUp(bareRequest(entry, { ...told, knobs: tuner.fit(knobs, offers) }));
}
