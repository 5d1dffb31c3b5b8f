import { HostError, type Launched, type Launcher, type Program } from "@stackbench/model";
import { describeEnd } from "./describe-end.ts";
import { endProgram } from "./end-program.ts";
import { formatLine, saidLineSchema } from "./protocol.ts";
import type { Given, ProgressOf, Protocol, ReplyOf } from "./protocol.ts";

/** What a program gets for a reply beside the time that the command takes by itself, ms. */
const usualPatienceMs = 90_000;

/** Why an ask is broken off that gets no reply in time. */
const late = Symbol("late");

type Answer<Reply> = { reply: Reply } | { failure: string };

/** Never twice in this process: a program may be handed from one that asks to the next, and so may a late reply. */
let lastId = 0;

export interface AgentOptions<P extends Protocol> {
  protocol: P;
  /** In messages: "the verifier program". */
  name: string;
  patienceMs?: number;
}

export interface AskOptions<Progress> {
  /** What carrying it out may take by itself, ms. */
  lastsMs?: number;
  /** Kills the program; its reason is thrown. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** What is thrown where the program could not carry the command out; a HostError unless told. */
  failed?: (message: string) => Error;
}

/**
 * A program of the harness that was launched, to whoever asks it. It is asked one thing at a time, in the order of the
 * calls. Once it gave no reply in time, or said what is no reply to what it was asked, it is killed and tells all who
 * ask the same: what it says later may belong to what was asked before.
 */
export class Agent<P extends Protocol> {
  readonly #program: Launched;
  readonly #options: AgentOptions<P>;
  readonly #lines: AsyncIterator<string>;
  #fault: Error | undefined;
  #underWay = 0;
  #last: Promise<unknown> = Promise.resolve();
  #stop: (reason: unknown) => void = () => {};

  /** Throws what launching throws. */
  static async launch<P extends Protocol>(
    launcher: Launcher,
    program: Program,
    options: AgentOptions<P>,
  ): Promise<Agent<P>> {
    return new Agent(await launcher.launch(program), options);
  }

  /** Reads its lines only while it is asked: between two questions it can be handed to another that asks. */
  constructor(program: Launched, options: AgentOptions<P>) {
    this.#program = program;
    this.#options = options;
    this.#lines = program.lines[Symbol.asyncIterator]();
  }

  /** Throws HostError where it gives no reply, or a wrong one. */
  async ask<Name extends keyof P & string>(
    command: Name,
    given: Given<P, Name>,
    options: AskOptions<ProgressOf<P, Name>> = {},
  ): Promise<ReplyOf<P, Name>> {
    const carryOut = () => this.#carryOut(command, given, options);
    // At once where it can be.
    const asked = this.#underWay++ === 0 ? carryOut() : this.#last.then(carryOut, carryOut);
    this.#last = asked;
    try {
      return await asked;
    } finally {
      this.#underWay--;
    }
  }

  /**
   * Ends its input, kills it where that does not end it, and resolves once it is gone. What it is being asked throws
   * HostError, as does what it is asked later.
   */
  async end(): Promise<void> {
    this.#fault ??= new HostError(`the ${this.#options.name} has been ended`);
    this.#stop(this.#fault);
    await endProgram(this.#program);
  }

  async #carryOut<Name extends keyof P & string>(
    command: Name,
    given: Given<P, Name>,
    { lastsMs = 0, signal, onProgress, failed }: AskOptions<ProgressOf<P, Name>>,
  ): Promise<ReplyOf<P, Name>> {
    if (this.#fault) throw this.#fault;
    signal?.throwIfAborted();
    const { patienceMs = usualPatienceMs, name } = this.#options;
    const limitMs = lastsMs + patienceMs;
    const id = ++lastId;
    // Before all else: a window begins with it.
    this.#program.write(formatLine({ id, command, given }));
    using limits = this.#limits(limitMs, signal);
    let outcome: Answer<ReplyOf<P, Name>>;
    try {
      outcome = await Promise.race([this.#hear(id, command, onProgress), limits.passed]);
    } catch (error) {
      this.#program.kill("SIGKILL");
      const told = error === late ? await this.#silence(command, limitMs) : error;
      this.#fault ??=
        told instanceof HostError ? told : new HostError(`the ${name} has been ended`);
      throw told;
    }
    if ("reply" in outcome) return outcome.reply;
    throw failed?.(outcome.failure) ?? new HostError(`the ${name}: ${outcome.failure}`);
  }

  /** `passed` rejects with `late`, the signal's reason, or what `end` says. */
  #limits(
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Disposable & { passed: Promise<never> } {
    const { promise: passed, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#stop = reject;
    // Where this process stood still, the reply may lie there unread: it gets one turn.
    const timer = setTimeout(() => setImmediate(reject, late), limitMs);
    return {
      passed,
      [Symbol.dispose]: () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      },
    };
  }

  async #hear<Name extends keyof P & string>(
    id: number,
    command: Name,
    onProgress: ((progress: ProgressOf<P, Name>) => void) | undefined,
  ): Promise<Answer<ReplyOf<P, Name>>> {
    const exchange = this.#options.protocol[command]!;
    for (;;) {
      const next = await this.#lines.next();
      if (next.done === true) throw await this.#silence(command);
      const line = next.value;
      const said = this.#read(line, (text) => saidLineSchema.parse(JSON.parse(text)));
      if (said.id !== id && said.id !== null) {
        throw this.#wrong(`a reply to "${command}"`, line, "to what it was not asked: ");
      }
      if ("failure" in said) return { failure: said.failure };
      if ("reply" in said) {
        return { reply: this.#read(line, () => exchange.reply.parse(said.reply)) as never };
      }
      const progress = this.#read(line, () => exchange.progress?.parse(said.progress));
      onProgress?.(progress as ProgressOf<P, Name>);
    }
  }

  #read<Value>(line: string, read: (line: string) => Value): Value {
    try {
      return read(line);
    } catch (cause) {
      throw this.#wrong("a reply", line, "", { cause });
    }
  }

  #wrong(expected: string, line: string, what: string, options?: ErrorOptions): HostError {
    const got = JSON.stringify(line.slice(0, 200));
    return new HostError(
      `the ${this.#options.name}: expected ${expected}, got ${what}${got}`,
      options,
    );
  }

  async #silence(command: string, limitMs?: number): Promise<HostError> {
    this.#program.kill("SIGKILL");
    const ending = await this.#program.exited;
    const within = limitMs === undefined ? "" : ` within ${limitMs / 1000} s`;
    return new HostError(
      `the ${this.#options.name} gave no reply to "${command}"${within} (${describeEnd(ending)}): ${ending.stderrTail.trim() || "silent"}`,
    );
  }
}
