import { createHash } from "node:crypto";
import { hostname, release, totalmem } from "node:os";
import type Docker from "dockerode";
import { ask } from "./ask.ts";
import { hearing } from "./hearing.ts";

/** What an engine tells of the machine that it is on. */
export interface EngineInfo {
  ID: string;
  Name: string;
  KernelVersion: string;
  NCPU: number;
  MemTotal: number;
}

/** By what a machine is known to be this one. */
export type Here = Pick<EngineInfo, "Name" | "KernelVersion" | "MemTotal">;

/** A hash that tells the engine's machine from any other; undefined where it is this one. Throws HostError where it is silent. */
export async function machineOf(docker: Docker): Promise<string | undefined> {
  const info = (await ask("ask which machine it is on", (abortSignal) =>
    hearing(docker, abortSignal).info(),
  )) as EngineInfo;
  return machineFrom(info, { Name: hostname(), KernelVersion: release(), MemTotal: totalmem() });
}

/** The same from what it told. Not by its address: a socket here may lead to another machine, and a port to this one. */
export function machineFrom(info: EngineInfo, here: Here): string | undefined {
  const isHere =
    info.Name === here.Name &&
    info.KernelVersion === here.KernelVersion &&
    info.MemTotal === here.MemTotal;
  if (isHere) return undefined;
  const told = [info.ID, info.NCPU, info.MemTotal];
  return createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 12);
}
