import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { HostError, StackFailure, type Role } from "@stackbench/model";
import { ask, isMissing } from "../docker/ask.ts";
import { patience } from "../docker/patience.ts";
import { ping } from "../docker/watch-engine.ts";
import { readNodes } from "./nodes.ts";
import type { PlacedNode, Placement } from "./place-roles.ts";

interface Asked {
  manager: Docker;
  placement: Placement;
  engineOf(placed: PlacedNode): Docker;
}

/** A container that the harness itself needs on a node, and that nothing of a stack ends. */
export interface OwnContainer {
  container: Docker.Container;
  placed: PlacedNode;
}

const roles = ["server", "load", "database"] as const;
const whatToDo =
  "see `docker node ls` on the manager and start what is down; `pnpm bench nodes` tells when all are there";

/** Who of a Swarm is there. Messages name roles, for results name no machine. */
export class Attendance {
  readonly #asked: Asked;
  #isMissed = false;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /**
   * Waits a while for a node that has just gone, once: an engine that is started again takes some seconds. Throws StackFailure (stage
   * `machine`) where one stays away, at once where it did before, and HostError where the manager does.
   */
  async expectAll(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + (this.#isMissed ? 0 : patience.returnMs);
    for (;;) {
      const missing = await this.#look(signal).catch((error: unknown) => {
        if (!(error instanceof HostError)) throw error;
        return error;
      });
      if (missing === undefined) {
        this.#isMissed = false;
        return;
      }
      if (performance.now() >= deadline) {
        this.#isMissed = true;
        throw missing instanceof HostError ? missing : new StackFailure("machine", missing);
      }
      await delay(500, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** Which node is not there, or was not for a moment; undefined where nothing is amiss. */
  async missing(own: readonly OwnContainer[] = []): Promise<string | undefined> {
    const absent = await this.#look().catch((error: unknown) =>
      error instanceof HostError
        ? `the manager of the Swarm does not answer (${error.message})`
        : Promise.reject(error),
    );
    if (absent !== undefined) return absent;
    for (const { container, placed } of own) {
      if (await hasEnded(container)) {
        return `what the harness runs on ${this.nameOf(placed)} has ended, as it does where a machine or its engine is restarted; ${whatToDo}`;
      }
    }
    return undefined;
  }

  async #look(signal?: AbortSignal): Promise<string | undefined> {
    const { manager, placement, engineOf } = this.#asked;
    // Who was missed before is not waited for long: every sitting of a run may ask again.
    const timeoutMs = patience.pingMs / (this.#isMissed ? 5 : 2);
    const { servers, loads, database } = placement;
    const all = [...servers, ...loads, database];
    const placed = [...new Map(all.map((one) => [one.node.id, one])).values()];
    const silent = await Promise.all(
      placed.map(async (one) => {
        const reason = await silenceOf(engineOf(one), timeoutMs, signal);
        return reason && `the engine of ${this.nameOf(one)} does not answer; ${whatToDo}`;
      }),
    );
    const first = silent.find((reason) => reason !== undefined);
    if (first !== undefined) return first;
    const nodes = await readNodes(manager, "the manager");
    for (const one of placed) {
      const found = nodes.find(({ id }) => id === one.node.id);
      if (found?.isReady === true) continue;
      const state = found === undefined ? "no part of its Swarm any more" : `"${found.state}"`;
      return `${this.nameOf(one)} is ${state} in its Swarm, where "ready" is expected; ${whatToDo}`;
    }
    return undefined;
  }

  /** "the node of the server and database". */
  nameOf({ node }: PlacedNode): string {
    const { placement } = this.#asked;
    const { servers, loads, database } = placement;
    const nodesOf: Record<Role, readonly PlacedNode[]> = {
      server: servers,
      load: loads,
      database: [database],
    };
    const own = roles.filter((role) => nodesOf[role].some((one) => one.node.id === node.id));
    return `the node of the ${new Intl.ListFormat("en-GB").format(own)}`;
  }
}

async function silenceOf(
  engine: Docker,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    await ask("ping a node", ping(engine), { timeoutMs, signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return error.message;
  }
}

async function hasEnded(container: Docker.Container): Promise<boolean> {
  try {
    const { State } = await ask("see whether a container of the harness runs", (abortSignal) =>
      container.inspect({ abortSignal }),
    );
    return !State.Running;
  } catch (error) {
    if (isMissing(error)) return true;
    if (error instanceof HostError) return false;
    throw error;
  }
}
