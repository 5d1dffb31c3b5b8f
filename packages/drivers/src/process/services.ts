import { setTimeout as sleep } from "node:timers/promises";
import type { Casualty, CpuSet, ServiceHandle, ServiceName } from "@stackbench/model";
import { foreground } from "../foreground.ts";
import type { Holding } from "./holding.ts";
import { LineRing, longestLogLineBytes } from "@stackbench/lines";
import { nameProcess } from "./name-process.ts";
import { describeExit, startProcess } from "./owned-process.ts";
import type { Exit, OwnedProcess } from "./owned-process.ts";
import type { FileLimit, PinningTools } from "./pinning.ts";

export interface ServiceRequest {
  command: readonly [string, ...string[]];
  directory: string;
  environment: Record<string, string>;
  cpus: CpuSet;
}

/** The services of one sitting, in the order in which they were started, and what they wrote. */
export class Services {
  readonly #processes = new Map<ServiceName, OwnedProcess>();
  readonly #logs = new Map<ServiceName, LineRing>();
  #appHolding: Holding | undefined;
  readonly #files: FileLimit;
  readonly #tools: PinningTools;

  constructor(files: FileLimit, tools: PinningTools) {
    this.#files = files;
    this.#tools = tools;
  }

  /** Starts a service as a member of `holding`. Rejects when its program cannot be started. */
  async start(holding: Holding, name: ServiceName, request: ServiceRequest): Promise<OwnedProcess> {
    const log = this.log(name);
    const service = await startProcess(holding, {
      ...request,
      files: this.#files,
      tools: this.#tools,
      input: "ignore",
      longestLineBytes: longestLogLineBytes,
      onOutput: (line) => log.push(line),
      onError: (line) => log.push(line),
    });
    this.#processes.set(name, service);
    if (name === "app") this.#appHolding = holding;
    return service;
  }

  /** Takes in one that runs already. */
  adopt(name: ServiceName, service: OwnedProcess, log: LineRing): void {
    this.#processes.set(name, service);
    this.#logs.set(name, log);
  }

  log(name: ServiceName): LineRing {
    let log = this.#logs.get(name);
    if (!log) this.#logs.set(name, (log = new LineRing()));
    return log;
  }

  handles(): ServiceHandle[] {
    return [...this.#processes].map(([name, { pid }]) => ({ name, pid, kind: "processes" }));
  }

  async casualty(): Promise<Casualty | undefined> {
    // An exit that has happened is reported by the event loop: give it one turn.
    await sleep(0);
    for (const [service, process] of this.#processes) {
      const ended = process.ended();
      if (!ended) continue;
      const holding = service === "app" ? this.#appHolding : undefined;
      return { service, message: `${describeExit(ended)}${inBackground(ended, holding)}` };
    }
    return undefined;
  }
}

/** What an app that ended well has left to serve in its stead; empty where there is nothing. */
export function inBackground({ code }: Exit, holding: Holding | undefined): string {
  const left = code === 0 ? (holding?.members() ?? []) : [];
  if (left.length === 0) return "";
  return ` and left ${left.map(nameProcess).join(", ")} in the background (${foreground})`;
}
