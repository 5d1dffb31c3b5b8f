import type { GeneratorId, LoadSession, LoadSpec, PlannedWindow, Sitting } from "@stackbench/model";
import type { RunState } from "./run-context.ts";

interface Open {
  caseId: string;
  generator: GeneratorId;
  session: LoadSession;
  spec: LoadSpec;
  /** Nothing has been sent. */
  isFresh: boolean;
}

/**
 * The generator of one case at a time. Windows of a case that follow one another share its connections and its
 * warm-up; with the next case they are gone before anything else is sent, so that no idle ones are left on the server.
 * The program serves the next case too, where it can: starting one takes a tenth of a second.
 */
export class CaseSession implements AsyncDisposable {
  readonly #run: RunState;
  readonly #sitting: Sitting;
  #open: Open | undefined;
  readonly #loaded = new Set<string>();

  constructor(run: RunState, sitting: Sitting) {
    this.#run = run;
    this.#sitting = sitting;
  }

  /** Starts the case's program before it is needed. Never throws: what keeps it from starting is told by `enter`. */
  async startAhead(window: PlannedWindow, spec: LoadSpec): Promise<void> {
    await this.#start(window, spec).catch(() => {});
  }

  /**
   * `fresh`: nothing has been sent. `isFirst`: nor any other case of the workload, to this server. `spec`: what it was
   * started with, which is what it sends, also in later windows of the case. Throws what opening it throws.
   */
  async enter(
    window: PlannedWindow,
    spec: LoadSpec,
  ): Promise<{ session: LoadSession; spec: LoadSpec; fresh: boolean; isFirst: boolean }> {
    const open =
      this.#open?.caseId === window.caseId ? this.#open : await this.#start(window, spec);
    const fresh = open.isFresh;
    open.isFresh = false;
    const isFirst = !this.#loaded.has(window.workload);
    this.#loaded.add(window.workload);
    return { session: open.session, spec: open.spec, fresh, isFirst };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.session[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #start({ caseId, generator }: PlannedWindow, spec: LoadSpec): Promise<Open> {
    const session = (await this.#turn(generator, spec)) ?? (await this.#replace(generator, spec));
    const open = { caseId, generator, session, spec, isFresh: true };
    this.#open = open;
    return open;
  }

  /** The session that is open, turned to the next case; undefined where it cannot serve that. */
  async #turn(generator: GeneratorId, spec: LoadSpec): Promise<LoadSession | undefined> {
    const open = this.#open;
    if (open?.generator !== generator || !open.session.turnTo) return undefined;
    // Its programs are on the nodes that it began on.
    if (open.spec.nodes !== spec.nodes) return undefined;
    await open.session.turnTo(spec);
    return open.session;
  }

  async #replace(generator: GeneratorId, spec: LoadSpec): Promise<LoadSession> {
    // The next program starts while the last one ends: it connects only when it is told to send.
    const [closed, opened] = await Promise.allSettled([
      this.close(),
      this.#run.ports.generator(generator).open(this.#sitting, spec),
    ]);
    if (opened.status === "rejected") throw opened.reason;
    if (closed.status === "fulfilled") return opened.value;
    await opened.value[Symbol.asyncDispose]();
    throw closed.reason;
  }
}
