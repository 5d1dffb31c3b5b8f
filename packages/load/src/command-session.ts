import { abortable, endProgram } from "@stackbench/lines";
import {
  HostError,
  StackFailure,
  type Launched,
  type Launcher,
  type LoadSession,
  type LoadSpec,
  type MeasuredLoad,
  type MeasureHooks,
  neverAnsweredOf,
  type Program,
  type TotalsOfLoad,
  type WarmUpWanted,
} from "@stackbench/model";
import { OutputTail } from "./output-tail.ts";
import { requireAnswers } from "./require-answers.ts";

/** How a foreign command-line generator is run once and understood. */
export interface CommandRun {
  name: string;
  program(seconds: number): Program;
  /** Written to its stdin, which is then closed. `run`: how many runs of the session came before. */
  input?(run: number): string;
  /**
   * The lines at which the window's edges are. `first`: its load runs; the start of the program where there is none.
   * `last`: load may run on; the end of the program where there is none.
   */
  edges?: { first?: string; last: string };
  /** Throws an Error that says what was expected and what was got. */
  read(lines: readonly string[], seconds: number): CommandResult;
}

/** What it read of one run. */
export interface CommandResult {
  load: TotalsOfLoad;
  /** Right answers of the whole run, where load runs beyond the edges; those of the window where not. */
  succeededInAll?: number;
}

type Edges = Pick<MeasureHooks, "onStart" | "onEnd">;
const nobodyLooks: Edges = { onStart: () => Promise.resolve(), onEnd: () => Promise.resolve() };

/**
 * Warm-up and window as two runs of one command. Connections of the warm-up do not survive
 * into the window, and unless it tells its edges the start of the process lies within them: both are
 * the price of a generator that knows no phases.
 */
export class CommandSession implements LoadSession {
  readonly #launcher: Launcher;
  readonly #run: CommandRun;
  readonly #spec: LoadSpec;
  #program: Launched | undefined;
  /** Of the command so far. */
  #runs = 0;

  constructor(launcher: Launcher, run: CommandRun, spec: LoadSpec) {
    this.#launcher = launcher;
    this.#run = run;
    this.#spec = spec;
  }

  /** For `seconds` only: it cannot see whether the load is steady. */
  async warmUp({ seconds }: WarmUpWanted, signal: AbortSignal): Promise<void> {
    await this.#carryOut(seconds, signal, nobodyLooks);
  }

  rest(): Promise<void> {
    return Promise.resolve();
  }

  async measure(seconds: number, hooks: MeasureHooks, signal: AbortSignal): Promise<MeasuredLoad> {
    await hooks.beforeLoad?.();
    const lines = await this.#carryOut(seconds, signal, hooks);
    await hooks.afterLoad?.();
    let result: CommandResult;
    try {
      result = this.#run.read(lines, seconds);
    } catch (error) {
      if (error instanceof StackFailure) throw error;
      const got = lines.slice(-10).join(" / ");
      throw new HostError(`the output of ${this.#run.name} was not understood: ${got}`, {
        cause: error,
      });
    }
    const { succeededInAll: succeeded = result.load.succeeded } = result;
    const load = requireAnswers(result.load, this.#spec, succeeded);
    const { level, streams = 1 } = this.#spec;
    const acknowledged = {
      succeeded,
      // A mix is not told apart; one kind of request needs no telling.
      ...(this.#spec.requests.length === 1 && { byRequest: [succeeded] }),
      unknown: neverAnsweredOf(load) + level.connections * streams,
    };
    return { load, acknowledged, answers: [] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#program) await endProgram(this.#program);
  }

  async #carryOut(seconds: number, signal: AbortSignal, edges: Edges): Promise<string[]> {
    if (this.#run.edges?.first === undefined) await edges.onStart();
    const program = await this.#launcher.launch(this.#run.program(seconds));
    this.#program = program;
    if (this.#run.input) program.write(this.#run.input(this.#runs++));
    program.endInput();
    const done = this.#listen(program, edges);
    const lines = await abortable(done, signal, () => program.kill("SIGKILL"));
    this.#program = undefined;
    return lines;
  }

  async #listen(program: Launched, { onStart, onEnd }: Edges): Promise<string[]> {
    const { first, last } = this.#run.edges ?? {};
    const output = new OutputTail();
    let started: Promise<void> | undefined;
    let ended: Promise<void> | undefined;
    for await (const line of program.lines) {
      output.push(line);
      if (line === first) started ??= onStart();
      if (line === last) ended ??= (started ?? Promise.resolve()).then(onEnd);
    }
    const { code, signal, stderrTail } = await program.exited;
    if (first !== undefined) await (started ?? onStart());
    await (ended ?? onEnd());
    const lines = output.lines();
    if (code === 0) return lines;
    const how = signal === null ? `code ${code}` : signal;
    const said = stderrTail.trim() || lines.slice(-3).join(" / ");
    const message = `${this.#run.name} ended with ${how}: ${said}`;
    if (isOfServer(said)) throw new StackFailure("window", message);
    throw new HostError(message);
  }
}

/** Such generators give up on a server that is gone, or never was there, as on a fault of their own. */
function isOfServer(said: string): boolean {
  return /unable to connect|connection (refused|reset|closed)|timeout specified has expired/i.test(
    said,
  );
}
