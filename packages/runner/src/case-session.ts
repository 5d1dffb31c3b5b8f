import type { LoadSession, LoadSpec, PlannedWindow, Sitting } from "@stackbench/model";
import type { RunState } from "./run-context.ts";

/**
 * The generator of one case at a time. Windows of a case that follow one another share its program, its
 * connections and its warm-up; with the next case it is ended before another is started, so that no idle
 * connections are left on the server.
 */
export class CaseSession implements AsyncDisposable {
  readonly #run: RunState;
  readonly #sitting: Sitting;
  #open: { caseId: string; session: LoadSession; spec: LoadSpec } | undefined;

  constructor(run: RunState, sitting: Sitting) {
    this.#run = run;
    this.#sitting = sitting;
  }

  /**
   * `fresh`: it was started just now and nothing has been sent. `spec`: what it was started with, which is what it
   * sends, also in later windows of the case. Throws what opening it throws.
   */
  async enter(
    { caseId, generator }: PlannedWindow,
    spec: LoadSpec,
  ): Promise<{ session: LoadSession; spec: LoadSpec; fresh: boolean }> {
    if (this.#open?.caseId === caseId) return { ...this.#open, fresh: false };
    await this.close();
    const session = await this.#run.ports.generator(generator).open(this.#sitting, spec);
    this.#open = { caseId, session, spec };
    return { session, spec, fresh: true };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.session[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
