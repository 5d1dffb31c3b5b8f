import type {
  AgentProgram,
  GeneratorTraits,
  Launched,
  Launcher,
  LoadResult,
  LoadSession,
  LoadSpec,
  MeasureHooks,
} from "@stackbench/model";
import { abortable } from "./abortable.ts";
import { Conversation } from "./conversation.ts";
import { endProgram } from "./end-program.ts";
import { requireAnswers } from "./require-answers.ts";

/** Warm-up and window in one agent program, which speaks `protocol.ts`. */
export class AgentSession implements LoadSession {
  readonly #program: Launched;
  readonly #conversation: Conversation;
  readonly #spec: LoadSpec;
  #traits: GeneratorTraits;

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
      await session.#open();
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
    this.#spec = spec;
  }

  async #open(): Promise<void> {
    const opened = await this.#conversation.ask({ type: "open", spec: this.#spec }, "opened");
    this.#traits = { ...this.#traits, version: opened.version };
  }

  async warmUp(seconds: number, signal: AbortSignal): Promise<void> {
    await this.#abortable(
      this.#conversation.ask({ type: "warm-up", seconds }, "warmed-up"),
      signal,
    );
  }

  async measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<LoadResult> {
    const conversation = this.#conversation;
    conversation.onProgress = (requestsPerSecond) => hooks.onProgress(requestsPerSecond);
    await this.#abortable(conversation.ask({ type: "prepare" }, "prepared"), signal);
    await hooks.onStart();
    await this.#abortable(conversation.ask({ type: "start", seconds }, "drained"), signal);
    await hooks.onEnd();
    const asked = conversation.ask({ type: "report" }, "result");
    const { result } = await this.#abortable(asked, signal);
    return requireAnswers({ ...result, generator: this.#traits }, this.#spec);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProgram(this.#program);
  }

  #abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
    return abortable(promise, signal, () => this.#program.kill("SIGKILL"));
  }
}
