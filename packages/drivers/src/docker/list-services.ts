import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { ask } from "./ask.ts";

/** Services of the Swarm that bear this label; none where the engine manages no Swarm, or knows of none, as Podman's. */
export async function listServices(
  docker: Docker,
  label: string,
): Promise<{ id: string; name: string; labels: Record<string, string> }[]> {
  try {
    const services = await ask("list services", (abortSignal) =>
      docker.listServices({ filters: { label: [label] }, abortSignal }),
    );
    return services.map(({ ID: id, Spec }) => ({
      id,
      name: Spec?.Name ?? id,
      labels: Spec?.Labels ?? {},
    }));
  } catch (error) {
    if (error instanceof EngineRefusal) return [];
    throw error;
  }
}

/** Whether the engine said that it manages no Swarm: 503, of older ones 406. */
export function isNoManager(error: unknown): boolean {
  return error instanceof EngineRefusal && [406, 503].includes(error.statusCode);
}
