import { serve } from "@stackbench/lines";
import type { Sampling } from "@stackbench/model";
import { sampleContainers, unseenSource } from "../../sample-containers.ts";
import type { Source } from "../../source.ts";
import { nodeSamplerProtocol } from "../protocol.ts";
import { WayWatch } from "./way-watch.ts";

let sampling: Sampling | undefined;
let ways: WayWatch | undefined;
/** Of all until now. */
let longestSilenceMs = 0;

async function silenceSoFar(): Promise<number> {
  const latest = (await ways?.longestMs()) ?? 0;
  longestSilenceMs = Math.max(longestSilenceMs, latest);
  return latest;
}
/** By container. */
const metered = new Map<string, Source | undefined>();
/** A sampling knows its node's containers by themselves. */
const here = { kind: "container", machine: "" } as const;

await serve(nodeSamplerProtocol, {
  watch: async ({ addresses }) => {
    ways?.[Symbol.dispose]();
    ways = addresses.length === 0 ? undefined : new WayWatch(addresses);
  },
  begin: async ({ containers }) => {
    await sampling?.[Symbol.asyncDispose]();
    ways?.begin();
    sampling = sampleContainers(containers);
  },
  join: async (container) => sampling?.join({ ...container, ...here }),
  part: async (container) => sampling?.part({ ...container, ...here }),
  used: async ({ containerId }) => {
    if (!metered.has(containerId)) {
      const source = unseenSource(containerId);
      source?.begin();
      metered.set(containerId, source);
    }
    const used = metered.get(containerId)?.end();
    return used ? used.userSeconds + used.systemSeconds : null;
  },
  end: async () => {
    const begun = sampling;
    sampling = undefined;
    if (!begun) throw new Error("expected a sampling that has begun, got none");
    const use = await begun.end();
    return ways === undefined ? use : { ...use, waySilenceMs: await silenceSoFar() };
  },
  now: async () => Date.now(),
  silence: async () => {
    await silenceSoFar();
    return { longestMs: longestSilenceMs };
  },
});
