import type Docker from "dockerode";
import { HostError, StackFailure } from "@stackbench/model";
import { ask, EngineRefusal, isMissing } from "./ask.ts";
import type { PodService, PodSpec } from "./pod-spec.ts";

/** The containers of one sitting, from the first create to the last remove. */
export class Crew {
  readonly containers = new Map<PodService, Docker.Container>();
  private readonly docker: Docker;
  private readonly spec: PodSpec;
  private volumeName: string | undefined;

  constructor(docker: Docker, spec: PodSpec) {
    this.docker = docker;
    this.spec = spec;
  }

  get services(): PodService[] {
    return this.spec.containers.map(({ service }) => service);
  }

  container(service: PodService): Docker.Container {
    const found = this.containers.get(service);
    if (!found) throw new Error(`this sitting has no ${service}`);
    return found;
  }

  async createVolume(): Promise<void> {
    const { volume } = this.spec;
    if (!volume) return;
    this.volumeName = volume.Name;
    await ask("create a volume", (abortSignal) =>
      this.docker.createVolume({ ...volume, abortSignal }),
    );
  }

  async create(service: PodService): Promise<void> {
    const { options } = this.spec.containers.find((spec) => spec.service === service)!;
    // By name and before the call: what was created while nobody listened any more is removed too.
    this.containers.set(service, this.docker.getContainer(options.name!));
    const created = await this.attempt(service, "create", (abortSignal) =>
      this.docker.createContainer({ ...options, abortSignal }),
    );
    this.containers.set(service, created);
  }

  async start(service: PodService): Promise<void> {
    await this.attempt(service, "start", (abortSignal) =>
      this.container(service).start({ abortSignal }),
    );
  }

  /** The stack's own container may fail for the stack's sake; any other fails for the host's. */
  private async attempt<T>(
    service: PodService,
    step: "create" | "start",
    call: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await ask(`${step} the ${service} container`, call);
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

  /** Removes everything at once. Gives what could not be removed, with the reason; never throws. */
  async takeDown(): Promise<string[]> {
    const failures: string[] = [];
    const attempt = async (what: string, call: () => Promise<unknown>): Promise<void> => {
      try {
        await ask(what, call);
      } catch (error) {
        if (!isMissing(error)) failures.push((error as Error).message);
      }
    };
    await Promise.all(
      [...this.containers].map(([service, container]) =>
        attempt(`remove the ${service} container`, () =>
          container.remove({ force: true, v: true }),
        ),
      ),
    );
    const { volumeName } = this;
    if (volumeName !== undefined) {
      await attempt("remove the socket's volume", () => this.docker.getVolume(volumeName).remove());
    }
    return failures;
  }
}
