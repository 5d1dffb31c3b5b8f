import { Interrupted, watchInterrupts, Progress, say } from "@stackbench/terminal";
import {
  chooseDriver,
  chooseVariants,
  describeEngine,
  makeHead,
  cleanLeftovers,
  wirePorts,
  createRunStore,
} from "@stackbench/session";
import { buildExperiment, type Measurement } from "@stackbench/experiments";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { variantKey, type RunRecord } from "@stackbench/model";
import { carryOut } from "@stackbench/runner";
import type { TimedEvent } from "./account-for-time.ts";

/** A run and when everything in it was told. */
export interface TimedRun {
  record: RunRecord;
  events: TimedEvent[];
  /** When the last of it was done, on the clock of the events. */
  endMs: number;
}

/**
 * A real run in Docker, journalled as any, of which only the record and the times of its events are kept. Nothing is
 * calibrated before it: what that takes belongs to the first run on a machine. Throws what a run throws.
 */
export async function holdTimedRun(
  stacks: readonly string[],
  measurement: Measurement,
): Promise<TimedRun> {
  const selected = await chooseVariants(stacks.join(","));
  const chosen = await chooseDriver("docker");
  const out = await mkdtemp(join(tmpdir(), "stackbench-overhead-"));
  using interrupts = watchInterrupts(say);
  try {
    const experiment = buildExperiment(measurement, { selected, driver: chosen.driver });
    const task = { selected, experiment, seed: 1, arguments: [] };
    const head = makeHead(task, await describeEngine(chosen), chosen.driver.traits);
    const ports = wirePorts(chosen.driver);
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const store = createRunStore(out);
    using progress = new Progress(process.stderr, head.plan);
    const events: TimedEvent[] = [];
    {
      await using journal = await store.create(head.runId);
      await journal.append({ type: "head", head });
      const told = carryOut(
        {
          head,
          variants: new Map(selected.map((entry) => [variantKey(entry.variant), entry])),
          doneWindows: [],
          spentSeconds: 0,
          signal: interrupts.signal,
          onLive: (reading) => progress.onLive(reading),
          onMessage: (message) => progress.onMessage(message),
        },
        ports,
      );
      for await (const event of told) {
        events.push({ atMs: performance.now(), event });
        if (event.type === "journal") await journal.append(event.entry);
        progress.onEvent(event);
      }
    }
    // The last take-down belongs to the run too.
    await chosen.driver.close();
    const endMs = performance.now();
    return { record: await store.read(head.runId), events, endMs };
  } catch (error) {
    if (interrupts.signal.aborted) throw new Interrupted("perf overhead", { cause: error });
    throw error;
  } finally {
    await chosen.driver.close();
    await rm(out, { recursive: true });
  }
}
