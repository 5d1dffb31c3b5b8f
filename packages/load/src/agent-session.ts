import type {
  AgentProgram,
  GeneratorTraits,
  Launched,
  Launcher,
  LoadSession,
  LoadSpec,
  MeasuredLoad,
  MeasureHooks,
  WarmUp,
} from "@stackbench/model";
import { abortable } from "./abortable.ts";
import { Conversation } from "./conversation.ts";
import { endProgram } from "./end-program.ts";
import type { Answer, AnswerType, Command } from "./protocol.ts";
import { requireAnswers } from "./require-answers.ts";
import { usedGenerator } from "./used-generator.ts";

/** Load before a window that has no warm-up right before it: twice the longest request seen so far, in these bounds, s. */
const shortestLeadSeconds = 0.1;
const longestLeadSeconds = 2;

/** Warm-up and window in one agent program, which speaks `protocol.ts`. */
export class AgentSession implements LoadSession {
  readonly #program: Launched;
  readonly #conversation: Conversation;
  #spec: LoadSpec;
  readonly #traits: GeneratorTraits;
  #version: string | null;
  /** Of the load that runs; undefined while it stands still. */
  #running: WarmUp | undefined;
  #longestServiceMs = 0;
  /** Whether throughput had settled wherever a load was begun. */
  #steady = true;

  /** Starts the agent program and hands it the spec; ends it again where it does not take it. */
  static async start(
    launcher: Launcher,
    agent: AgentProgram,
    traits: GeneratorTraits,
    spec: LoadSpec,
  ): Promise<AgentSession> {
    const program = await launcher.launch({ entry: { agent }, arguments: [] });
    const session = new AgentSession(program, traits, spec);
    try {
      await session.turnTo(spec);
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(program: Launched, traits: GeneratorTraits, spec: LoadSpec) {
    this.#program = program;
    this.#conversation = new Conversation(program, `${traits.id} generator`);
    this.#traits = traits;
    this.#version = traits.version;
    this.#spec = spec;
  }

  async turnTo(spec: LoadSpec): Promise<void> {
    if (this.#running) throw new Error("expected no load, got one that runs");
    this.#spec = spec;
    this.#longestServiceMs = 0;
    this.#steady = true;
    const { version } = await this.#conversation.ask({ type: "open", spec }, "opened");
    this.#version = version;
  }

  async warmUp(seconds: number, atMostSeconds: number, signal: AbortSignal): Promise<void> {
    await this.#ask({ type: "prepare" }, "prepared", signal);
    await this.#begin(seconds, atMostSeconds, signal);
  }

  async rest(signal: AbortSignal): Promise<void> {
    if (!this.#running) return;
    await this.#ask({ type: "drain" }, "drained", signal);
    this.#running = undefined;
  }

  async measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<MeasuredLoad> {
    this.#conversation.onProgress = (requestsPerSecond) => hooks.onProgress(requestsPerSecond);
    if (!this.#running) {
      await this.#ask({ type: "prepare" }, "prepared", signal);
      await hooks.beforeLoad?.();
      const lead = this.#leadSeconds();
      await this.#begin(lead, lead, signal);
    }
    const warmUp = { ...this.#running!, steady: this.#steady };
    await hooks.onStart();
    await this.#ask({ type: "mark", seconds }, "marked", signal);
    await hooks.onEnd();
    await this.rest(signal);
    await hooks.afterLoad?.();
    const { report } = await this.#ask({ type: "report" }, "result", signal);
    const generator = usedGenerator(this.#traits, this.#spec.level.loop, this.#version);
    const load = { ...report.load, generator, warmUp };
    return { ...report, load: requireAnswers(load, this.#spec, report.acknowledged.succeeded) };
  }

  async #begin(seconds: number, atMostSeconds: number, signal: AbortSignal): Promise<void> {
    const { warmUp } = await this.#ask({ type: "begin", seconds, atMostSeconds }, "begun", signal);
    this.#running = warmUp;
    this.#steady &&= warmUp.steady;
    this.#longestServiceMs = Math.max(this.#longestServiceMs, warmUp.longestServiceMs);
  }

  #leadSeconds(): number {
    const wanted = (2 * this.#longestServiceMs) / 1000;
    return Math.min(longestLeadSeconds, Math.max(shortestLeadSeconds, wanted));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProgram(this.#program);
  }

  #ask<Type extends AnswerType>(
    command: Command,
    type: Type,
    signal: AbortSignal,
  ): Promise<Extract<Answer, { type: Type }>> {
    const asked = this.#conversation.ask(command, type);
    return abortable(asked, signal, () => this.#program.kill("SIGKILL"));
  }
}
