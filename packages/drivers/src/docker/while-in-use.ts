import { setTimeout as delay } from "node:timers/promises";
import { EngineRefusal } from "@stackbench/model";
import { patience } from "./patience.ts";

/**
 * Removes a network or a volume; one that is in use once it is no longer, as what uses it may just be leaving. Throws what
 * `remove` throws: EngineRefusal, also for one that stays in use, or HostError.
 */
export async function whileInUse(remove: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + patience.leaveMs;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      if (!isInUse(error) || performance.now() > deadline) throw error;
    }
    await delay(250);
  }
}

/** As Docker and Podman say it of networks and volumes. */
function isInUse(error: unknown): boolean {
  return (
    error instanceof EngineRefusal &&
    /in use by|active endpoints|volume is in use|is being used/.test(error.message)
  );
}
