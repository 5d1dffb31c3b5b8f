import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { findEngine } from "../docker/find-engine.ts";

/** A Docker engine that answered. */
export type Engine = Docker;

/** The engine at this address, as DOCKER_HOST would name it (its TLS too). Throws HostError where none answers. */
export async function connectTo(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Engine> {
  const found = await findEngine({ ...env, DOCKER_HOST: address });
  if (found.docker) return found.docker;
  throw new HostError(`expected a Docker engine at ${address}, but ${found.reason}`);
}
