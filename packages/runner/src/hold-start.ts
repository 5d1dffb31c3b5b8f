import { setTimeout as sleep } from "node:timers/promises";
import {
  cpusOfWindow,
  StackFailure,
  type PlannedSitting,
  type PlannedWindow,
  type ResourceSampler,
  type ResourceUse,
  type Sitting,
  type WindowRecord,
} from "@stackbench/model";
import { backgroundLoad } from "./guards/background-load.ts";
import { steal } from "./guards/steal.ts";
import type { RunState } from "./run-context.ts";
import { samplerOf } from "./sampler-of.ts";

/** A server that has just come up, and what its machine did meanwhile. */
export interface JustStarted {
  for: "start";
  sitting: Sitting;
  starting: ResourceUse;
}

/** Brings a server up and reads what the machine that it is on does meanwhile. Throws what bringing up throws. */
export async function timeBringUp(
  sampler: ResourceSampler,
  bringUp: () => Promise<Sitting>,
): Promise<JustStarted> {
  await using sampling = await sampler.begin([]);
  const sitting = await bringUp();
  try {
    const { starting = await sampling.end() } = sitting;
    return { for: "start", sitting, starting };
  } catch (error) {
    await sitting[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * The window of a start: memory at once, then nobody asks for a while, then memory again. To be held before anything
 * else is asked of the server. Throws StackFailure where a service dies in it, HostError, or the signal's reason.
 */
export async function holdStart(
  run: RunState,
  planned: PlannedSitting,
  window: PlannedWindow,
  { sitting, starting }: JustStarted,
): Promise<WindowRecord> {
  const { clock } = run.ports;
  const sampler = samplerOf(sitting, run.ports.sampler);
  const { experiment } = run.head.plan;
  const { start } = sitting;
  if (start === undefined) throw new Error(`${planned.variant}: its start was not timed`);
  const startedAt = new Date(clock.now()).toISOString();
  const memoryAtAnswerBytes = await readMemory(sampler, sitting);
  await using sampling = await sampler.begin(sitting.services);
  await sleep(experiment.durationSeconds * 1000, undefined, { signal: run.signal }).catch(() => {});
  run.signal.throwIfAborted();
  const idle = await sampling.end();
  const memoryIdleBytes = await readMemory(sampler, sitting);
  const casualty = await sitting.casualty();
  if (casualty) {
    const lines = await sitting.logs(casualty.service, 20);
    throw new StackFailure("window", `${casualty.service} ${casualty.message} while idle`, lines);
  }
  const { startsServers } = run.ports.driver.traits;
  const cpus = cpusOfWindow(starting, experiment.cpus);
  const judged = { experiment: { ...experiment, cpus, startsServers }, use: starting };
  const cautions = [steal(judged), backgroundLoad(judged)].filter((one) => one !== undefined);
  return {
    planned: window,
    sittingId: planned.sittingId,
    variant: planned.variant,
    round: planned.round,
    startedAt,
    status: "started",
    start,
    memoryAtAnswerBytes,
    memoryIdleBytes,
    starting,
    idle,
    cautions,
  };
}

/** Working set of app and proxy now, bytes; null where the app's is not known. */
async function readMemory(sampler: ResourceSampler, { services }: Sitting): Promise<number | null> {
  await using sampling = await sampler.begin(services);
  const { app, proxy } = (await sampling.end()).services;
  if (app?.memoryWorkingSetBytes === undefined) return null;
  return app.memoryWorkingSetBytes + (proxy?.memoryWorkingSetBytes ?? 0);
}
