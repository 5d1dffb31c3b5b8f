import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { ask, isMissing } from "./ask.ts";
import { hearing } from "./hearing.ts";
import { whileInUse } from "./while-in-use.ts";

/** Removes a network; one that tasks of removed services are just leaving, after them. Throws EngineRefusal or HostError. */
export async function removeNetwork(docker: Docker, id: string): Promise<void> {
  try {
    await whileInUse(() =>
      ask(`remove network ${id}`, (abortSignal) =>
        hearing(docker, abortSignal).getNetwork(id).remove(),
      ),
    );
  } catch (error) {
    if (!isMissing(error) && !isGoing(error)) throw error;
  }
}

/** A manager lists a network of its Swarm for some seconds after it removed it, and answers 500 to who removes it again. */
function isGoing(error: unknown): boolean {
  return error instanceof EngineRefusal && /: network \S+ not found$/.test(error.message.trim());
}
