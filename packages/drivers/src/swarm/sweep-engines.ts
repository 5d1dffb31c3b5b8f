import type { Host, ProcessIdentity } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import type Docker from "dockerode";
import { sweep } from "../docker/sweep.ts";

/** What was removed, a line each, and why one of the engines was not looked at, by what it is called. */
export interface SweptEngines {
  removed: string[];
  missed: { name: string; error: HostError }[];
}

/** An engine of a Swarm; to be connected to, which may throw HostError. */
export interface NamedEngine {
  name: string;
  connect(): Docker | Promise<Docker>;
}

/** `sweep` on each, the manager first: a service's containers hold networks, and go with it. One that is silent hides no other. */
export async function sweepEngines(
  engines: readonly NamedEngine[],
  host: Host,
  own?: ProcessIdentity,
): Promise<SweptEngines> {
  const swept: SweptEngines = { removed: [], missed: [] };
  for (const { name, connect } of engines) {
    try {
      swept.removed.push(...(await sweep(await connect(), host, own)));
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      swept.missed.push({ name, error });
    }
  }
  return swept;
}
