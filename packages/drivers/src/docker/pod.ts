import type Docker from "dockerode";
import { HostError, StackFailure, EngineRefusal } from "@stackbench/model";
import { ask, isMissing } from "./ask.ts";
import type { LogSource } from "./logs.ts";
import { patience } from "./patience.ts";
import type { Reach } from "./addresses.ts";
import type { Ground } from "./ground.ts";
import type { PodContainer, PodService, PodSpec } from "./pod-spec.ts";
import { ping } from "./watch-engine.ts";

/** The containers of one sitting, from the first create to the last remove. */
export class Pod {
  /** By member. */
  readonly #containers = new Map<string, Docker.Container>();
  readonly #docker: Docker;
  readonly #spec: PodSpec;
  /** Of the reserve: those that were begun and have not left. */
  readonly #joined = new Set<PodContainer>();
  #volumeName: string | undefined;

  readonly #lost: AbortSignal;
  /** What of it runs elsewhere; undefined where all of it is on one engine. */
  readonly ground: Ground | undefined;

  /** `lost` is aborted once the engine answers nothing any more: then nothing is waited for. */
  constructor(docker: Docker, spec: PodSpec, lost: AbortSignal, ground?: Ground) {
    this.#docker = docker;
    this.#spec = spec;
    this.#lost = lost;
    this.ground = ground;
    for (const [member, container] of ground?.running ?? []) {
      this.#containers.set(member, container);
    }
  }

  /** The container whose network the app is in; it has the programs of the harness. */
  get inside(): Docker.Container {
    return this.container(this.reach.networks[0]);
  }

  get reach(): Reach {
    return this.#spec.reach;
  }

  /** All that the pod is now: with the replicas that joined it. */
  get members(): readonly PodContainer[] {
    return [...this.#spec.containers, ...this.#joined];
  }

  /** Those that it was brought up with, and needs. */
  get founders(): readonly PodContainer[] {
    return this.#spec.containers;
  }

  /** Replicas that could join it now. */
  get reserve(): PodContainer[] {
    return this.#spec.reserve.filter((member) => !this.#joined.has(member));
  }

  /** The members that are one service: several for a replicated app, none where the pod has no such service. */
  membersOf(service: string): PodContainer[] {
    return this.members.filter((member) => member.service === service);
  }

  /** Starts one of the reserve. Throws what `create` and `start` throw; it is to be parted from then as well. */
  async join(member: PodContainer): Promise<void> {
    this.#joined.add(member);
    await this.create(member);
    await this.start(member);
  }

  /** Removes one of the reserve, whether it still runs or not. Throws HostError, and EngineRefusal. */
  async part(member: PodContainer): Promise<void> {
    this.#joined.delete(member);
    try {
      await ask(`remove the ${member.member} container`, (abortSignal) =>
        this.container(member).remove({ force: true, v: true, abortSignal }),
      );
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    this.#containers.delete(member.member);
  }

  /** Of a pod on several. */
  machineOf(member: PodContainer): string | undefined {
    return this.ground?.machineOf(member);
  }

  container({ member }: Pick<PodContainer, "member">): Docker.Container {
    const found = this.#containers.get(member);
    if (!found) throw new Error(`this sitting has no ${member}`);
    return found;
  }

  /** The container of a service; of the app's first replica where there are several. */
  first(service: PodService): Docker.Container {
    return this.container(this.membersOf(service)[0] ?? { member: service });
  }

  /** What a service writes; empty where the pod has no such service. */
  logSources(service: string): LogSource[] {
    return this.membersOf(service).map((member) => ({
      container: this.container(member),
      ...(member.title === undefined ? {} : { title: member.title }),
    }));
  }

  async createVolume(): Promise<void> {
    const { volume } = this.#spec;
    if (!volume) return;
    this.#volumeName = volume.Name;
    await ask(
      "create a volume",
      (abortSignal) => this.#docker.createVolume({ ...volume, abortSignal }),
      { signal: this.#lost },
    );
  }

  async create(member: PodContainer): Promise<void> {
    if (this.#runsElsewhere(member)) return;
    const { HostConfig: host, ...rest } = member.options;
    const NetworkMode =
      host?.NetworkMode ?? `container:${this.container({ member: member.joins }).id}`;
    const options = { ...rest, HostConfig: { ...host, NetworkMode } };
    const engine = this.ground?.engineOf(member.joins) ?? this.#docker;
    // By name and before the call: what was created while nobody listened any more is removed too.
    this.#containers.set(member.member, engine.getContainer(options.name!));
    const created = await this.#attempt(member, "create", (abortSignal) =>
      engine.createContainer({ ...options, abortSignal }),
    );
    this.#containers.set(member.member, created);
  }

  async start(member: PodContainer): Promise<void> {
    if (this.#runsElsewhere(member)) return;
    await this.#attempt(member, "start", (abortSignal) =>
      this.container(member).start({ abortSignal }),
    );
  }

  #runsElsewhere({ member }: PodContainer): boolean {
    return this.ground?.running.has(member) ?? false;
  }

  /** The stack's own container may fail for the stack's sake; any other fails for the host's. */
  async #attempt<T>(
    { member, service }: PodContainer,
    step: "create" | "start",
    call: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await ask(`${step} the ${member} container`, call, { signal: this.#lost });
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      const isOurs =
        service !== "app" || /CPUs are not available|no such image/i.test(error.message);
      if (isOurs) throw new HostError(`Docker refused to ${error.message}`, { cause: error });
      throw new StackFailure("bring-up", `Docker refused to ${error.message}`, [], {
        cause: error,
      });
    }
  }

  /** Throws HostError where the engine takes no question any more. */
  async ping(why: string): Promise<void> {
    await ask(`ping ${why}`, ping(this.#docker), { timeoutMs: patience.pingMs });
  }

  /** Removes everything at once. Gives what could not be removed, with the reason; never throws. */
  async takeDown(): Promise<string[]> {
    const failures: string[] = [];
    try {
      await this.ping("before taking down");
    } catch (error) {
      // Each removal would be waited for in vain; what stands on other engines goes all the same.
      if (error instanceof HostError) {
        const names = this.#names();
        const own = names.length === 0 ? [] : [`${names.join(", ")}: ${error.message}`];
        return [...own, ...((await this.ground?.takeDown()) ?? [])];
      }
    }
    const attempt = async (
      what: string,
      call: (abortSignal: AbortSignal) => Promise<unknown>,
    ): Promise<void> => {
      try {
        await ask(what, call);
      } catch (error) {
        if (!isMissing(error)) failures.push((error as Error).message);
      }
    };
    const own = [...this.#containers].filter(([member]) => !this.ground?.running.has(member));
    await Promise.all(
      own.map(([member, container]) =>
        attempt(`remove the ${member} container`, (abortSignal) =>
          container.remove({ force: true, v: true, abortSignal }),
        ),
      ),
    );
    const volumeName = this.#volumeName;
    if (volumeName !== undefined) {
      await attempt("remove the socket's volume", (abortSignal) =>
        this.#docker.getVolume(volumeName).remove({ abortSignal }),
      );
    }
    return [...failures, ...((await this.ground?.takeDown()) ?? [])];
  }

  #names(): string[] {
    const begun = this.members.filter(
      (member) => this.#containers.has(member.member) && !this.#runsElsewhere(member),
    );
    const names = begun.map(({ options }) => `container ${options.name}`);
    return this.#volumeName === undefined ? names : [...names, `volume ${this.#volumeName}`];
  }
}
