import {
  HostError,
  StackFailure,
  throughputOf,
  type Ceiling,
  type Sitting,
} from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { seededRandom, shuffled } from "@stackbench/statistics";
import { describeArm, specOf, type CeilingArm, type LoadPlaces } from "./ceiling-arms.ts";
import { judgeCeiling, type CeilingWindow } from "./judge-ceiling.ts";
import { loadWindows, type WindowTimes } from "./load-windows.ts";

export interface CeilingTask extends WindowTimes {
  arms: readonly CeilingArm[];
  places: LoadPlaces;
  /** Every round loads with every arm once, in an order of its own. */
  rounds: number;
  signal: AbortSignal;
  /** Told after every visit of an arm. */
  say(line: string): void;
}

/** What was found, and in words what was not. */
export interface FoundCeilings {
  ceilings: Ceiling[];
  leftOut: string[];
}

/**
 * The most that each arm sent to a server that does nothing, over interleaved rounds. An arm that fails is left out
 * and told; only the signal's reason is thrown.
 */
export async function findCeilings(
  task: CeilingTask,
  sitting: Sitting,
  ports: Pick<RunPorts, "generator" | "sampler">,
): Promise<FoundCeilings> {
  const random = seededRandom(1);
  const windows = new Map<CeilingArm, CeilingWindow[]>(task.arms.map((arm) => [arm, []]));
  const failures = new Map<CeilingArm, string>();
  for (let round = 1; round <= task.rounds; round++) {
    for (const arm of shuffled(task.arms, random)) {
      task.signal.throwIfAborted();
      // What failed once would only fail again.
      if (failures.has(arm)) continue;
      try {
        const generator = ports.generator(arm.generator);
        const spec = specOf(arm, task.places, sitting.target);
        const found = await loadWindows(ports, sitting, {
          generator,
          spec,
          times: task,
          signal: task.signal,
        });
        windows.get(arm)!.push(...found);
        const best = Math.max(...found.map(({ load }) => throughputOf(load)));
        task.say(`round ${round}/${task.rounds}  ${describeArm(arm)}: ${count(best)} req/s`);
      } catch (error) {
        task.signal.throwIfAborted();
        if (!(error instanceof StackFailure || error instanceof HostError)) throw error;
        failures.set(arm, error.message);
        task.say(`round ${round}/${task.rounds}  ${describeArm(arm)}: ${error.message}`);
      }
    }
  }
  return conclude(task, windows, failures);
}

function conclude(
  { arms, places: { cpus } }: CeilingTask,
  windows: ReadonlyMap<CeilingArm, readonly CeilingWindow[]>,
  failures: ReadonlyMap<CeilingArm, string>,
): FoundCeilings {
  const ceilings: Ceiling[] = [];
  const leftOut: string[] = [];
  for (const arm of arms) {
    const own = windows.get(arm)!;
    const failure = failures.get(arm);
    const verdict = failure === undefined ? judgeCeiling(own, cpus) : { failure };
    if ("failure" in verdict) {
      leftOut.push(`${describeArm(arm)}: ${verdict.failure}`);
      continue;
    }
    const { version } = own[0]!.load.generator;
    ceilings.push({ ...arm, version, ...verdict });
  }
  return { ceilings, leftOut };
}

function count(perSecond: number): string {
  return Math.round(perSecond).toLocaleString("en-GB");
}
