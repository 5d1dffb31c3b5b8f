import { serve } from "@stackbench/lines";
import type { Sampling } from "@stackbench/model";
import { sampleContainers } from "../../sample-containers.ts";
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
  end: async () => {
    const begun = sampling;
    sampling = undefined;
    if (!begun) throw new Error("expected a sampling that has begun, got none");
    const use = await begun.end();
    return ways === undefined ? use : { ...use, waySilenceMs: await silenceSoFar() };
  },
  silence: async () => {
    await silenceSoFar();
    return { longestMs: longestSilenceMs };
  },
});
