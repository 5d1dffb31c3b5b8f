import type { CpuSet } from "@stackbench/model";
import { describeLeft } from "./end-members.ts";
import type { PinningTools } from "./pinning.ts";
import { startPostgres } from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";

/** One server for many sittings, started when it is first wanted. */
export class SharedDatabase {
  readonly #stateDirectory: string;
  readonly #tools: PinningTools;
  readonly #report: (message: string) => void;
  #running: { cpus: string; server: Promise<PostgresServer> } | undefined;

  /** `report` hears what could not be ended. */
  constructor(stateDirectory: string, tools: PinningTools, report: (message: string) => void) {
    this.#stateDirectory = stateDirectory;
    this.#tools = tools;
    this.#report = report;
  }

  /** The running server; a new one where it has died, failed to start, or sits on other CPUs. */
  async server(cpus: CpuSet): Promise<PostgresServer> {
    const running = this.#running;
    if (running) {
      const server = await running.server.catch(() => undefined);
      if (server && !server.process.ended() && running.cpus === cpus.join()) return server;
      // Somebody else may have replaced it meanwhile.
      if (this.#running === running) await this.close();
      else return this.server(cpus);
    }
    const next = {
      cpus: cpus.join(),
      server: startPostgres(this.#stateDirectory, cpus, this.#tools),
    };
    this.#running = next;
    return next.server;
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    const server = await running?.server.catch(() => undefined);
    const left = (await server?.stop())?.left ?? [];
    if (left.length > 0) this.#report(`the database server: ${describeLeft(left)}`);
  }
}
