import { verifierOptions, type VerifierProtocol } from "@stackbench/contract";
import { Agent } from "@stackbench/lines";
import {
  type AnyHandle,
  StackFailure,
  type BringUpRequest,
  type Scaling,
  type ScaleStep,
  type ServingReplica,
} from "@stackbench/model";
import { ask } from "./ask.ts";
import { endOne } from "./end-app.ts";
import { endOf } from "./end-of.ts";
import { handlesOf } from "./handles-of.ts";
import { lastLines } from "./logs.ts";
import type { Pod } from "./pod.ts";
import { firstReplicas, type PodContainer } from "./pod-spec.ts";
import { proxyConfig } from "./proxies/proxy-config.ts";
import { proxyPlan } from "./proxies/proxy-plan.ts";
import { askReady, launchVerifier } from "./ready.ts";
import { drainWithinSeconds, reloadProxy } from "./reload-proxy.ts";

const failureLogLines = 20;

interface Serving extends ServingReplica {
  /** Undefined for those that the sitting began with: they stay. */
  member?: PodContainer;
}

/** Starts and ends replicas of an app behind the proxy of a pod while it serves; one change at a time. */
export class ReplicaScaler {
  readonly #pod: Pod;
  readonly #request: BringUpRequest;
  readonly #verifier: Agent<VerifierProtocol>;
  /** Behind the proxy, in the order in which they came. */
  readonly #serving: Serving[];
  readonly #listeners = new Set<(step: ScaleStep) => void>();
  readonly #over = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  static async of(
    pod: Pod,
    request: BringUpRequest,
    services: readonly AnyHandle[],
  ): Promise<ReplicaScaler> {
    // A program of its own, started before anything is measured.
    const program = await launchVerifier(pod.inside);
    const apps = services.filter(({ name }) => name === "app");
    const isSeen = apps.length === request.activeReplicas;
    const serving = firstReplicas(request)!.map((index): Serving => {
      return { replica: index + 1, ...(isSeen && { handle: apps[index]! }) };
    });
    return new ReplicaScaler(pod, request, new Agent(program, verifierOptions), serving);
  }

  private constructor(
    pod: Pod,
    request: BringUpRequest,
    verifier: Agent<VerifierProtocol>,
    serving: Serving[],
  ) {
    this.#pod = pod;
    this.#request = request;
    this.#verifier = verifier;
    this.#serving = serving;
    request.signal.addEventListener("abort", this.#abort, { once: true });
  }

  /** What others see of it. */
  get scaling(): Scaling {
    return {
      serving: () =>
        this.#serving.map(({ replica, handle }) => ({ replica, ...(handle && { handle }) })),
      follow: (onStep) => {
        this.#listeners.add(onStep);
        return () => void this.#listeners.delete(onStep);
      },
      scaleTo: (count) => this.#inTurn(() => this.#scaleTo(count)),
    };
  }

  /** Breaks off what is under way, and waits until it is. Never rejects. */
  async close(): Promise<void> {
    this.#request.signal.removeEventListener("abort", this.#abort);
    this.#over.abort(new Error("the sitting is taken down"));
    await this.#last.catch(() => {});
  }

  readonly #abort = (): void => this.#over.abort(this.#request.signal.reason);

  async #inTurn(change: () => Promise<void>): Promise<void> {
    const before = this.#last.catch(() => {});
    const own = before.then(() => {
      this.#over.signal.throwIfAborted();
      return change();
    });
    this.#last = own;
    await own;
  }

  #tell(step: ScaleStep): void {
    for (const onStep of this.#listeners) onStep(step);
  }

  async #scaleTo(count: number): Promise<void> {
    const least = this.#request.activeReplicas!;
    const { replicas } = this.#request.variant;
    if (count < least || count > replicas) {
      throw new RangeError(`expected ${least} to ${replicas} replicas, got ${count}`);
    }
    while (this.#serving.length < count) await this.#grow();
    while (this.#serving.length > count) await this.#shrink();
  }

  async #grow(): Promise<void> {
    const { signal } = this.#over;
    const [member] = this.#pod.reserve;
    if (!member) throw new Error("expected a replica in reserve");
    const { readyTimeoutMs: timeoutMs } = this.#request;
    const replica = numberOf(member);
    try {
      await this.#pod.join(member);
      const handle = await this.#handleOf(member);
      this.#tell({ replica, step: "started", ...(handle && { handle }) });
      const [place] = proxyPlan(this.#request, this.#pod.reach).alone.slice(replica - 1);
      await this.#unlessEnded(member, (ended) =>
        askReady(this.#verifier, { asked: [place!], timeoutMs }, AbortSignal.any([signal, ended])),
      );
      this.#tell({ replica, step: "ready" });
      this.#serving.push({ replica, member, ...(handle && { handle }) });
      await this.#reload("new-workers", () => this.#tell({ replica, step: "in-proxy" }));
      void this.#watch(member, replica);
    } catch (error) {
      this.#leave(replica);
      const lines = signal.aborted
        ? []
        : await lastLines(this.#pod.container(member), failureLogLines).catch(() => []);
      // What was being taken down is removed with the rest.
      if (!signal.aborted) await this.#pod.part(member);
      if (!(error instanceof StackFailure)) throw error;
      throw new StackFailure(error.failure.stage, error.failure.message, lines, { cause: error });
    }
  }

  async #shrink(): Promise<void> {
    const { replica, member, handle } = this.#serving.pop()!;
    const drained = await this.#reload("drained", () => this.#tell({ replica, step: "draining" }));
    this.#tell({
      replica,
      step: "drained",
      ...(handle && { handle }),
      ...(!drained && { message: `not within ${drainWithinSeconds} s` }),
    });
    const fault = await endOne(member!, this.#pod.container(member!));
    await this.#pod.part(member!);
    this.#tell({ replica, step: "gone", ...(fault !== undefined && { message: fault }) });
  }

  async #reload(until: "new-workers" | "drained", onReloaded: () => void): Promise<boolean> {
    const serving = this.#serving.map(({ replica }) => replica - 1);
    const config = proxyConfig("nginx", proxyPlan(this.#request, this.#pod.reach, serving));
    const proxy = this.#pod.first("proxy");
    return await reloadProxy(proxy, config, until, onReloaded, this.#over.signal);
  }

  async #handleOf(member: PodContainer): Promise<AnyHandle | undefined> {
    const container = this.#pod.container(member);
    const { State: state } = await ask(`inspect the ${member.member} container`, (abortSignal) =>
      container.inspect({ abortSignal }),
    );
    return handlesOf(member, container.id, state.Pid, this.#pod.machineOf(member))[0];
  }

  /** Waiting for the answer of one that has ended would be in vain. Throws StackFailure. */
  async #unlessEnded(
    member: PodContainer,
    work: (ended: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const ended = new AbortController();
    const done = new AbortController();
    const watching = async (): Promise<void> => {
      const message = await endOf(member, this.#pod.container(member), done.signal);
      if (message === undefined) return;
      ended.abort(new StackFailure("ready", `app ${message} before it was ready`));
    };
    void watching();
    try {
      await work(ended.signal);
    } finally {
      done.abort();
    }
  }

  /** One that dies is told of, taken out of the proxy, and removed. Never rejects. */
  async #watch(member: PodContainer, replica: number): Promise<void> {
    const message = await endOf(member, this.#pod.container(member), this.#over.signal);
    const served = this.#serving.find((one) => one.member === member);
    if (message === undefined || !served) return;
    const { handle } = served;
    this.#leave(replica);
    this.#tell({ replica, step: "died", message, ...(handle && { handle }) });
    const bury = async (): Promise<void> => {
      await this.#reload("new-workers", () => {});
      await this.#pod.part(member);
    };
    await this.#inTurn(bury).catch(() => {});
  }

  #leave(replica: number): void {
    const index = this.#serving.findIndex((one) => one.replica === replica);
    if (index >= 0) this.#serving.splice(index, 1);
  }
}

/** As people count: `app-3` is the third. */
function numberOf({ member }: PodContainer): number {
  return Number(member.slice("app-".length));
}
