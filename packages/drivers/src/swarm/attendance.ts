import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { HostError, StackFailure } from "@stackbench/model";
import { ask, isMissing } from "../docker/ask.ts";
import { patience } from "../docker/patience.ts";
import { ping } from "../docker/watch-engine.ts";
import { nodeTitle } from "./node-title.ts";
import { readNodes } from "./nodes.ts";
import { nodesOf, type PlacedNode, type Placement } from "./place-roles.ts";

interface Asked {
  manager: Docker;
  engineOf(placed: PlacedNode): Docker;
}

/** A container that the harness itself needs on a node, and that nothing of a stack ends. */
export interface OwnContainer {
  container: Docker.Container;
  placed: PlacedNode;
}

/** A node that is not there, and what is told of it. */
interface Absence {
  nodeId: string;
  reason: string;
}

const whatToDo =
  "see `docker node ls` on the manager and start what is down; `pnpm bench nodes` tells when all are there";

/** Who of a Swarm is there, of the nodes that a sitting is on. Messages name roles, for results name no machine. */
export class Attendance {
  readonly #asked: Asked;
  /** Nodes that were waited for in vain, by id; and the manager. */
  readonly #missed = new Set<string>();

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  /**
   * Waits a while for a node that has just gone, once: an engine that is started again takes some seconds. Throws StackFailure (stage
   * `machine`) where one stays away, at once where it did before, and HostError where the manager does.
   */
  async expectAll(seat: Placement, signal: AbortSignal): Promise<void> {
    const begunMs = performance.now();
    for (;;) {
      const absence = await this.#look(seat, signal).catch((error: unknown) => {
        if (!(error instanceof HostError)) throw error;
        return error;
      });
      if (absence === undefined) {
        for (const { node } of nodesOf(seat)) this.#missed.delete(node.id);
        this.#missed.delete(theManager);
        return;
      }
      const who = absence instanceof HostError ? theManager : absence.nodeId;
      const waitsMs = this.#missed.has(who) ? 0 : patience.returnMs;
      if (performance.now() - begunMs >= waitsMs) {
        this.#missed.add(who);
        throw absence instanceof HostError ? absence : new StackFailure("machine", absence.reason);
      }
      await delay(500, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** Which node is not there, or was not for a moment; undefined where nothing is amiss. */
  async missing(seat: Placement, own: readonly OwnContainer[] = []): Promise<string | undefined> {
    const absent = await this.#look(seat).then(
      (absence) => absence?.reason,
      (error: unknown) =>
        error instanceof HostError
          ? `the manager of the Swarm does not answer (${error.message})`
          : Promise.reject(error),
    );
    if (absent !== undefined) return absent;
    for (const { container, placed } of own) {
      if (await hasEnded(container)) {
        return `what the harness runs on ${nodeTitle(seat, placed)} has ended, as it does where a machine or its engine is restarted; ${whatToDo}`;
      }
    }
    return undefined;
  }

  async #look(seat: Placement, signal?: AbortSignal): Promise<Absence | undefined> {
    const { manager, engineOf } = this.#asked;
    const placed = nodesOf(seat);
    const silent = await Promise.all(
      placed.map(async (one): Promise<Absence | undefined> => {
        const nodeId = one.node.id;
        // Who was missed before is not waited for long: every sitting of a run may ask again.
        const timeoutMs = patience.pingMs / (this.#missed.has(nodeId) ? 5 : 2);
        if (await answers(engineOf(one), timeoutMs, signal)) return undefined;
        return {
          nodeId,
          reason: `the engine of ${nodeTitle(seat, one)} does not answer; ${whatToDo}`,
        };
      }),
    );
    const first = silent.find((absence) => absence !== undefined);
    if (first !== undefined) return first;
    const nodes = await readNodes(manager, "the manager");
    for (const one of placed) {
      const found = nodes.find(({ id }) => id === one.node.id);
      if (found?.isReady === true) continue;
      const state = found === undefined ? "no part of its Swarm any more" : `"${found.state}"`;
      return {
        nodeId: one.node.id,
        reason: `${nodeTitle(seat, one)} is ${state} in its Swarm, where "ready" is expected; ${whatToDo}`,
      };
    }
    return undefined;
  }
}

/** No node has this id. */
const theManager = "";

async function answers(engine: Docker, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await ask("ping a node", ping(engine), { timeoutMs, signal });
    return true;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return false;
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
