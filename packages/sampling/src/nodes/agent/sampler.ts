import { serve } from "@stackbench/lines";
import type { Sampling } from "@stackbench/model";
import { sampleContainers } from "../../sample-containers.ts";
import { nodeSamplerProtocol } from "../protocol.ts";

let sampling: Sampling | undefined;

await serve(nodeSamplerProtocol, {
  begin: async ({ containers }) => {
    await sampling?.[Symbol.asyncDispose]();
    sampling = sampleContainers(containers);
  },
  end: async () => {
    const begun = sampling;
    sampling = undefined;
    if (!begun) throw new Error("expected a sampling that has begun, got none");
    return await begun.end();
  },
});
