import {
  StackFailure,
  type Caution,
  type Clock,
  type ResourceSampler,
  type Sampling,
  type Scaling,
  type ScaleStep,
  type ScalingEvent,
  type ScalingRecord,
  type ScalingRules,
} from "@stackbench/model";
import { CpuMeters } from "./cpu-meters.ts";
import { decide, type ScalingState } from "./decide.ts";

const intervalMs = 1000;

export interface AutoscalerTask {
  rules: ScalingRules;
  scaling: Scaling;
  mostReplicas: number;
  /** CPUs that each replica may use. */
  cpusEach: number;
  sampler: Pick<ResourceSampler, "meter">;
  clock: Pick<Clock, "monotonicMs">;
}

/** Has an app grow and shrink by its rules for the time of one window, and writes down how. */
export class Autoscaler {
  readonly #task: AutoscalerTask;
  readonly #events: ScalingEvent[] = [];
  readonly #readings: ScalingRecord["readings"] = [];
  #replicasAtStart = 1;
  #beganMs = Number.NaN;
  #state: ScalingState = {};
  #timer: NodeJS.Timeout | undefined;
  #unfollow: () => void = () => {};
  #underWay: Promise<void> | undefined;
  /** The reading under way, and all before it. */
  #reading: Promise<void> = Promise.resolve();
  #isOver = false;
  #fault: unknown;

  constructor(task: AutoscalerTask) {
    this.#task = task;
  }

  /** The first edge. `sampling` is told who comes and goes. */
  begin(sampling: Sampling): void {
    const { scaling, sampler, clock, cpusEach } = this.#task;
    this.#beganMs = clock.monotonicMs();
    const serving = scaling.serving();
    this.#replicasAtStart = serving.length;
    for (const { replica, handle } of serving) if (replica > 1 && handle) sampling.join(handle);
    this.#unfollow = scaling.follow((step) => this.#note(step, sampling));
    const meters = new CpuMeters(sampler, this.#beganMs);
    this.#inTurn(async () => void (await meters.read(serving, cpusEach, this.#beganMs)));
    let lastMs = 0;
    const read = async (): Promise<void> => {
      if (this.#isOver) return;
      const atMs = this.#now();
      const those = scaling.serving();
      const cpuShare = await meters.read(those, cpusEach, this.#beganMs + atMs);
      if (this.#isOver) return;
      this.#readings.push({ atMs: rounded(atMs), cpuShare, replicas: those.length });
      this.#look({ fromMs: lastMs, atMs, cpuShare, replicas: those.length });
      lastMs = atMs;
    };
    this.#timer = setInterval(() => this.#inTurn(read), intervalMs);
  }

  /** The second edge: nothing more is decided. */
  end(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
  }

  /** Waits for the change that is under way. Throws HostError where the engine failed. */
  async settle(): Promise<void> {
    this.end();
    await this.#reading;
    await this.#underWay;
    this.#unfollow();
    if (this.#fault !== undefined) throw this.#fault;
  }

  record(): ScalingRecord {
    return {
      replicasAtStart: this.#replicasAtStart,
      readings: this.#readings,
      events: this.#events,
    };
  }

  /** Another machine takes its time to answer: no reading begins before the last one is over. */
  #inTurn(read: () => Promise<void>): void {
    this.#reading = this.#reading.then(read).catch((error: unknown) => {
      this.#fault ??= error;
    });
  }

  #look(reading: Parameters<typeof decide>[2]): void {
    if (this.#underWay || this.#fault !== undefined) return;
    const { rules, mostReplicas } = this.#task;
    const { state, change } = decide(rules, this.#state, reading, mostReplicas);
    this.#state = state;
    if (!change) return;
    this.#state = {};
    const { to, sinceMs } = change;
    const { replicas: from, cpuShare } = reading;
    const atMs = rounded(this.#now());
    this.#events.push({ kind: "asked", atMs, from, to, sinceMs, cpuShare: cpuShare! });
    this.#underWay = this.#carryOut(to);
  }

  async #carryOut(to: number): Promise<void> {
    try {
      await this.#task.scaling.scaleTo(to);
    } catch (error) {
      if (!(error instanceof StackFailure)) {
        this.#fault = error;
        return;
      }
      const { message, logLines } = error.failure;
      const last = logLines.at(-1);
      const said = last === undefined ? "" : ` (its last line: ${last})`;
      const atMs = rounded(this.#now());
      this.#events.push({ kind: "failed", atMs, message: `${message}${said}` });
    } finally {
      this.#underWay = undefined;
      this.#state = {};
    }
  }

  #note({ replica, step, handle, message }: ScaleStep, sampling: Sampling): void {
    const atMs = rounded(this.#now());
    this.#events.push({
      kind: "step",
      atMs,
      replica,
      step,
      ...(message !== undefined && { message }),
    });
    if (step === "started" && handle) sampling.join(handle);
    if ((step === "drained" || step === "died") && handle) sampling.part(handle);
  }

  #now(): number {
    return this.#task.clock.monotonicMs() - this.#beganMs;
  }
}

/** Of replicas that died, did not come up, or did not go as they should; undefined where none did. */
export function replicaLost({ events }: ScalingRecord): Caution | undefined {
  const told = events.flatMap((event) => {
    if (event.kind === "failed") return [`a replica did not come up: ${event.message}`];
    if (event.kind !== "step" || event.message === undefined) return [];
    const what = { died: "died", drained: "was not drained", gone: "did not end well" };
    const happened = event.step in what ? what[event.step as keyof typeof what] : event.step;
    return [`replica ${event.replica} ${happened}: ${event.message}`];
  });
  if (told.length === 0) return undefined;
  return { kind: "replica-lost", severity: "unranked", message: told.join("; ") };
}

function rounded(ms: number): number {
  return Math.round(ms);
}
