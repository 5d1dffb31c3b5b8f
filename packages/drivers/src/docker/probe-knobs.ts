import type Docker from "dockerode";
import { readSysctl } from "@stackbench/host";
import { type Knob, EngineRefusal } from "@stackbench/model";
import { ask } from "./ask.ts";
import { confined, harnessTasks } from "./confinement.ts";
import { labelsFor, type CreatedFor } from "./labels.ts";
import { lastLines } from "./logs.ts";
import type { Findings } from "./offer.ts";
import { sysctlsOf, ulimitsOf } from "./pod-spec.ts";
import { parseReadings, readingScript, type Readings } from "./read-back.ts";

/** Tries the knobs in short-lived containers of `image`. Throws HostError where the engine is silent. */
export async function probeKnobs(
  docker: Docker,
  image: string,
  createdFor: CreatedFor,
  knobs: readonly Knob[],
): Promise<Findings> {
  const attempt = (tried: readonly Knob[]): Promise<Readings> =>
    readInFreshPod(docker, image, createdFor, knobs, tried);
  const refused = async (tried: readonly Knob[]): Promise<string | undefined> =>
    tried.length === 0 ? undefined : await refusalOf(() => attempt(tried));
  const defaults = await attempt([]);
  const network = knobs.filter(
    (knob) => knob.scope === "network-namespace" && defaults.has(knob.name),
  );
  const refusals = new Map<string, string>();
  if ((await refused(network)) !== undefined) {
    // One of them cannot be: each by itself tells what.
    for (const knob of network) {
      const refusal = await refused([knob]);
      if (refusal !== undefined) refusals.set(knob.name, refusal);
    }
  }
  const limits = knobs.filter((knob) => knob.scope === "container");
  let nofileCap: number | null = null;
  const limitsRefusal = await refused(limits);
  if (limitsRefusal !== undefined) {
    const hard = Number(defaults.get("nofile.hard"));
    // Of one that is unlimited, or cannot be read, no number is known that the engine would take.
    if (Number.isFinite(hard)) nofileCap = hard;
    else for (const limit of limits) refusals.set(limit.name, limitsRefusal);
  }
  return { defaults, refusals, nofileCap, host: readHost(knobs) };
}

async function refusalOf(attempt: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof EngineRefusal) return error.message;
    throw error;
  }
}

async function readInFreshPod(
  docker: Docker,
  image: string,
  createdFor: CreatedFor,
  knobs: readonly Knob[],
  tried: readonly Knob[],
): Promise<Readings> {
  const container = await ask("create a probe", (abortSignal) =>
    docker.createContainer({
      Image: image,
      Labels: labelsFor(createdFor, "probe"),
      Entrypoint: ["sh"],
      Cmd: ["-c", readingScript(knobs)],
      HostConfig: {
        NetworkMode: "none",
        Sysctls: sysctlsOf(tried),
        Ulimits: ulimitsOf(tried),
        LogConfig: { Type: "json-file", Config: {} },
        ...confined(harnessTasks),
      },
      abortSignal,
    }),
  );
  try {
    await ask("start a probe", (abortSignal) => container.start({ abortSignal }));
    await ask("wait for a probe", (abortSignal) => container.wait({ abortSignal }));
    return parseReadings(await lastLines(container, 1000));
  } finally {
    await ask("remove a probe", (abortSignal) =>
      container.remove({ force: true, v: true, abortSignal }),
    );
  }
}

/** Of those that are sysctls, and that this host has. */
function readHost(knobs: readonly Knob[]): Readings {
  return new Map(
    knobs.flatMap(({ name }): [string, string][] => {
      const value = readSysctl(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
