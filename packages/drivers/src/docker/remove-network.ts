import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { ask, isMissing } from "./ask.ts";
import { hearing } from "./hearing.ts";
import { patience } from "./patience.ts";

/** Removes a network; one that tasks of removed services are just leaving, after them. Throws EngineRefusal or HostError. */
export async function removeNetwork(docker: Docker, id: string): Promise<void> {
  const deadline = performance.now() + patience.leaveMs;
  for (;;) {
    try {
      return await ask(`remove network ${id}`, (abortSignal) =>
        hearing(docker, abortSignal).getNetwork(id).remove(),
      );
    } catch (error) {
      if (isMissing(error) || isGoing(error)) return;
      if (!isInUse(error) || performance.now() > deadline) throw error;
    }
    await delay(250);
  }
}

/** A manager lists a network of its Swarm for some seconds after it removed it, and answers 500 to who removes it again. */
function isGoing(error: unknown): boolean {
  return error instanceof EngineRefusal && /: network \S+ not found$/.test(error.message.trim());
}

function isInUse(error: unknown): boolean {
  return error instanceof EngineRefusal && /in use by|active endpoints/.test(error.message);
}
