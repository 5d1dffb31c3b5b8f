import type { Launcher, Program } from "@stackbench/model";
import { Agent } from "./agent.ts";
import type { Protocol } from "./protocol.ts";

export interface LaunchPlace {
  launcher: Launcher;
  /** Of the program there, in messages: "the sampler program on the node of the load". */
  name: string;
}

/**
 * The same program on each of these places, all of them or none: where one cannot be launched, the others are ended first. Throws what
 * launching throws.
 */
export async function launchAll<P extends Protocol>(
  program: Program,
  protocol: P,
  places: readonly LaunchPlace[],
): Promise<Agent<P>[]> {
  const launching = places.map(({ launcher, name }) =>
    Agent.launch(launcher, program, { protocol, name }),
  );
  const launched = await Promise.allSettled(launching);
  const agents = launched.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (agents.length < places.length) await Promise.all(agents.map((agent) => agent.end()));
  return await Promise.all(launching);
}
