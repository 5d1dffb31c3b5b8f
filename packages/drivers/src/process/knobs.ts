import { execa } from "execa";
import { readLimit, readSysctl } from "@stackbench/host";
import type { Knob, KnobOffer } from "@stackbench/model";
import type { PinningTools } from "./pinning.ts";

/** What can be done with each knob for a local process. */
export async function offerKnobs(
  knobs: readonly Knob[],
  tools: PinningTools,
): Promise<KnobOffer[]> {
  return Promise.all(knobs.map((knob) => offerKnob(knob, tools)));
}

async function offerKnob(knob: Knob, tools: PinningTools): Promise<KnobOffer> {
  const { name } = knob;
  const current = readKnob(name, process.pid);
  const notSet = (reason: string): KnobOffer => ({
    name,
    can: "not-set",
    ...(current !== null && { current }),
    reason,
  });
  if (name === "nofile.soft" || name === "nofile.hard") {
    if (!tools.prlimit || current === null)
      return notSet("not set: prlimit (util-linux) is not installed");
    return offerFiles(name, knob.value, current, tools.prlimit);
  }
  if (knob.scope === "network-namespace") {
    return notSet("not set: local processes share the host's network namespace");
  }
  if (knob.scope === "host") return notSet("not set: it is the whole host's (--tune-host)");
  return notSet("not set: local processes have no container");
}

async function offerFiles(
  name: string,
  wanted: string,
  current: string,
  prlimit: string,
): Promise<KnobOffer> {
  const limit = readKnob("nofile.hard", process.pid) ?? current;
  if (limit === "unlimited" || Number(wanted) <= Number(limit))
    return { name, can: "set", current };
  const trial = await execa(prlimit, [`--nofile=${wanted}:${wanted}`, "true"], { reject: false });
  if (!trial.failed) return { name, can: "set", current };
  return {
    name,
    can: "set-up-to",
    limit,
    current,
    reason: `the hard limit here is ${limit}, and this user may not raise it`,
  };
}

/** The value of a knob as process `pid` has it; null where it cannot be read. */
export function readKnob(name: string, pid: number): string | null {
  if (name === "nofile.soft" || name === "nofile.hard") {
    return readLimit(pid, "Max open files")?.[name === "nofile.soft" ? "soft" : "hard"] ?? null;
  }
  return readSysctl(name) ?? null;
}
