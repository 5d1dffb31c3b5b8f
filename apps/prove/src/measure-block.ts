import { availableCpus } from "@stackbench/host";
import {
  cpuSecondsOf,
  StackFailure,
  throughputOf,
  type Knob,
  type LoadSession,
  type Sitting,
  type Selected,
} from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { buildSpec, type RunPorts, bareRequest, measureWindow } from "@stackbench/runner";
import { randomBelow, shuffled, type Random } from "@stackbench/statistics";
import { round5 } from "./trial.ts";

/** Both arms brought up anew: one sitting after the other, or both up at once with their windows in turn. */
export type BlockMode = "apart" | "together";

/** One sitting of one arm: windows that follow each other from the first request on, without a warm-up. */
export interface ArmWindows {
  /** Requests/s and CPU µs a request, by window. */
  throughput: number[];
  cpuMicros: number[];
  /** What a window took beside its load: edges, draining, reporting, seconds. */
  gapSeconds: number[];
  /** Bring-up, verification, start of the generator and take-down, seconds. */
  overheadSeconds: number;
}

export interface Block {
  mode: BlockMode;
  startedAt: string;
  base: ArmWindows;
  head: ArmWindows;
}

export interface BlockContext {
  ports: RunPorts;
  arms: Record<"base" | "head", Selected>;
  knobs: readonly Knob[];
  runId: string;
  signal: AbortSignal;
  random: Random;
}

export interface BlockOrder {
  mode: BlockMode;
  windows: number;
  windowSeconds: number;
  connections: number;
}

const armNames = ["base", "head"] as const;

/** Throws StackFailure, HostError or the signal's reason; then nothing is left up. */
export async function measureBlock(context: BlockContext, order: BlockOrder): Promise<Block> {
  const startedAt = new Date().toISOString();
  const done = new Map<"base" | "head", ArmWindows>();
  if (order.mode === "apart") {
    for (const name of shuffled(armNames, context.random)) {
      const arm = await RaisedArm.raise(context, order, name);
      try {
        for (let window = 0; window < order.windows; window++) await arm.measure();
      } finally {
        done.set(name, await arm.takeDown());
      }
    }
  } else {
    const raised: RaisedArm[] = [];
    try {
      for (const name of shuffled(armNames, context.random)) {
        raised.push(await RaisedArm.raise(context, order, name));
      }
      for (let window = 0; window < order.windows; window++) {
        for (const arm of shuffled(raised, context.random)) await arm.measure();
      }
    } finally {
      for (const arm of raised) done.set(arm.name, await arm.takeDown());
    }
  }
  return { mode: order.mode, startedAt, base: done.get("base")!, head: done.get("head")! };
}

/** An arm that is up, verified, and has its generator open. */
class RaisedArm {
  readonly name: "base" | "head";
  readonly #context: BlockContext;
  readonly #order: BlockOrder;
  readonly #sitting: Sitting;
  readonly #session: LoadSession;
  readonly #figures: ArmWindows;

  static async raise(
    context: BlockContext,
    order: BlockOrder,
    name: "base" | "head",
  ): Promise<RaisedArm> {
    const began = performance.now();
    const { ports, arms, knobs, runId, signal, random } = context;
    const details = {
      runId,
      sittingId: `split/${name}`,
      cpus: divideCpus(availableCpus()),
      knobs,
      signal,
    };
    const sitting = await ports.driver.bringUp(bareRequest(arms[name], details));
    try {
      const seed = randomBelow(2 ** 31, random);
      const { differences } = await ports.verifier.verify(sitting, {
        ...sitting.target,
        workloads: ["hello"],
        seed,
      });
      if (differences[0]) {
        const { request, expected, got } = differences[0];
        throw new StackFailure("verify", `${request}: expected ${expected}, got ${got}`);
      }
      const settings = { generatorThreads: 1, keepAlive: true, timeoutSeconds: 10 };
      const level = { loop: "closed", connections: order.connections } as const;
      const spec = buildSpec(
        { ...settings, cpus: divideCpus(availableCpus()) },
        { workload: "hello", level, seed },
        sitting.target,
      );
      const session = await ports.generator("stackbench").open(sitting, spec);
      const overheadSeconds = (performance.now() - began) / 1000;
      return new RaisedArm(name, context, order, sitting, session, overheadSeconds);
    } catch (error) {
      await sitting[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    name: "base" | "head",
    context: BlockContext,
    order: BlockOrder,
    sitting: Sitting,
    session: LoadSession,
    overheadSeconds: number,
  ) {
    this.name = name;
    this.#context = context;
    this.#order = order;
    this.#sitting = sitting;
    this.#session = session;
    this.#figures = { throughput: [], cpuMicros: [], gapSeconds: [], overheadSeconds };
  }

  async measure(): Promise<void> {
    const { ports, signal } = this.#context;
    signal.throwIfAborted();
    const began = performance.now();
    const { load, use } = await measureWindow(ports.sampler, this.#sitting, this.#session, {
      seconds: this.#order.windowSeconds,
      signal,
    });
    const app = use.services.app;
    const cpuSeconds = app ? cpuSecondsOf(app) : Number.NaN;
    this.#figures.throughput.push(round5(throughputOf(load)));
    this.#figures.cpuMicros.push(round5((cpuSeconds / use.seconds / throughputOf(load)) * 1e6));
    this.#figures.gapSeconds.push(round5((performance.now() - began) / 1000 - load.seconds));
  }

  async takeDown(): Promise<ArmWindows> {
    const began = performance.now();
    await this.#session[Symbol.asyncDispose]();
    await this.#sitting[Symbol.asyncDispose]();
    const takeDownSeconds = (performance.now() - began) / 1000;
    const overheadSeconds = round5(this.#figures.overheadSeconds + takeDownSeconds);
    return { ...this.#figures, overheadSeconds };
  }
}
