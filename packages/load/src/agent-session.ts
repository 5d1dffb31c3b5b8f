import type {
  AgentProgram,
  GeneratorTraits,
  LoadPlace,
  LoadSession,
  LoadSpec,
  MeasuredLoad,
  MeasureHooks,
  WarmUp,
  WarmUpWanted,
} from "@stackbench/model";
import { AgentCrew } from "./agent-crew.ts";
import { requireAnswers } from "./require-answers.ts";
import { usedGenerator } from "./used-generator.ts";

/** Load before a window that has no warm-up right before it: twice the longest request seen so far, in these bounds, s. */
const shortestLeadSeconds = 0.1;
const longestLeadSeconds = 2;

/** Where there was none. */
const noWarmUp: WarmUp = {
  seconds: 0,
  series: { intervalMs: 100, succeeded: [] },
  steady: true,
  longestServiceMs: 0,
};

/** Warm-up and window in one agent program a load node, which serves `loadProtocol`. */
export class AgentSession implements LoadSession {
  readonly #crew: AgentCrew;
  #spec: LoadSpec;
  readonly #traits: GeneratorTraits;
  #version: string | null;
  /** Of the load that runs; undefined while it stands still. */
  #running: WarmUp | undefined;
  #lastWarmUp: WarmUp | undefined;
  #longestServiceMs = 0;
  /** Whether throughput had settled wherever a load was begun. */
  #steady = true;

  /** Starts the agent programs and hands them the spec; ends them again where one does not take it. */
  static async start(
    place: LoadPlace,
    agent: AgentProgram,
    traits: GeneratorTraits,
    spec: LoadSpec,
  ): Promise<AgentSession> {
    const crew = await AgentCrew.launch(place, agent, `${traits.id} generator`, spec.nodes);
    const session = new AgentSession(crew, traits, spec);
    try {
      await session.turnTo(spec);
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(crew: AgentCrew, traits: GeneratorTraits, spec: LoadSpec) {
    this.#crew = crew;
    this.#traits = traits;
    this.#version = traits.version;
    this.#spec = spec;
  }

  async turnTo(spec: LoadSpec): Promise<void> {
    if (this.#running) throw new Error("expected no load, got one that runs");
    this.#spec = spec;
    this.#lastWarmUp = undefined;
    this.#longestServiceMs = 0;
    this.#steady = true;
    this.#version = await this.#crew.open(spec);
  }

  async warmUp(wanted: WarmUpWanted, signal: AbortSignal): Promise<void> {
    await this.#prepare(signal);
    await this.#begin(wanted, signal);
  }

  async rest(signal: AbortSignal): Promise<void> {
    if (!this.#running) return;
    await this.#crew.drain({ lastsMs: this.#spec.timeoutMs, signal });
    this.#running = undefined;
  }

  async measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<MeasuredLoad> {
    const { windowRequests } = this.#spec;
    if (windowRequests !== undefined) {
      return await this.#measureBounded(windowRequests, { seconds, hooks, signal });
    }
    if (!this.#running) {
      await this.#prepare(signal);
      await hooks.beforeLoad?.();
      const lead = this.#leadSeconds();
      await this.#begin({ seconds: lead, atMostSeconds: lead }, signal);
    }
    const warmUp = { ...this.#running!, steady: this.#steady };
    await hooks.onStart();
    await this.#crew.mark(seconds, { signal, onProgress: (rate) => hooks.onProgress(rate) });
    await hooks.onEnd();
    await this.rest(signal);
    await hooks.afterLoad?.();
    return await this.#report(warmUp, signal);
  }

  /** Nothing else is under way, so that what is counted is what the window asked for. */
  async #measureBounded(
    requests: number,
    { seconds, hooks, signal }: { seconds: number; hooks: MeasureHooks; signal: AbortSignal },
  ): Promise<MeasuredLoad> {
    const warmUp = this.#lastWarmUp ?? noWarmUp;
    await this.rest(signal);
    await this.#prepare(signal);
    await hooks.beforeLoad?.();
    await hooks.onStart();
    let before = { succeeded: 0, atMs: performance.now() };
    await this.#crew.exhaust(
      { requests, atMostSeconds: seconds },
      {
        lastsMs: seconds * 1000 + this.#spec.timeoutMs,
        signal,
        onProgress: (succeeded) => {
          const atMs = performance.now();
          const rate = ((succeeded - before.succeeded) / (atMs - before.atMs)) * 1000;
          before = { succeeded, atMs };
          hooks.onProgress(Math.max(0, rate), succeeded);
        },
      },
    );
    await hooks.onEnd();
    await hooks.afterLoad?.();
    return await this.#report(warmUp, signal);
  }

  async #report(warmUp: WarmUp, signal: AbortSignal): Promise<MeasuredLoad> {
    const report = await this.#crew.report({ signal });
    const generator = usedGenerator(this.#traits, this.#spec.level.loop, this.#version);
    const load = { ...report.load, generator, warmUp };
    return { ...report, load: requireAnswers(load, this.#spec, report.acknowledged.succeeded) };
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    await this.#crew.prepare({ lastsMs: this.#spec.timeoutMs, signal });
  }

  async #begin(wanted: WarmUpWanted, signal: AbortSignal): Promise<void> {
    const lastsMs = wanted.atMostSeconds * 1000;
    const warmUp = await this.#crew.begin(wanted, { lastsMs, signal });
    this.#running = warmUp;
    this.#lastWarmUp = warmUp;
    this.#steady &&= warmUp.steady;
    this.#longestServiceMs = Math.max(this.#longestServiceMs, warmUp.longestServiceMs);
  }

  #leadSeconds(): number {
    const wanted = (2 * this.#longestServiceMs) / 1000;
    return Math.min(longestLeadSeconds, Math.max(shortestLeadSeconds, wanted));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#crew.end();
  }
}
