import type Docker from "dockerode";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { labelsFor, type CreatedFor } from "../docker/labels.ts";
import { removeNetwork } from "../docker/remove-network.ts";

/** A network between nodes, which only services of the harness are on, and from which nothing leads outside. */
export interface Overlay extends AsyncDisposable {
  id: string;
}

/** Disposing of it waits until what was on it has left. Throws HostError or EngineRefusal. */
export async function openOverlay(
  manager: Docker,
  name: string,
  createdFor: CreatedFor,
): Promise<Overlay> {
  const { id } = await ask(`create the network ${name}`, (abortSignal) =>
    hearing(manager, abortSignal).createNetwork({
      Name: name,
      Driver: "overlay",
      Internal: true,
      Attachable: false,
      Labels: labelsFor(createdFor, "probe"),
    }),
  );
  return { id, [Symbol.asyncDispose]: () => removeNetwork(manager, id) };
}
