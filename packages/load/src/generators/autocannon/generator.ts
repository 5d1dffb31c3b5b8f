import { createRequire } from "node:module";
import type { GeneratorTraits, LoadGenerator } from "@stackbench/model";
import { AgentSession } from "../../agent-session.ts";
import { refusesOpenLoop, refusesShape } from "../../refuses-shape.ts";

const { version } = createRequire(import.meta.url)("autocannon/package.json") as {
  version: string;
};

const traits: GeneratorTraits = {
  id: "autocannon",
  version,
  loop: "closed",
  latencyOrigin: "actual-send",
  quantumUs: 0.1,
  correction:
    "none; taken from its `response` event, not from its histogram of whole ms; a connection's first sample includes its connect",
  sampleCap: null,
  checks: "status-and-length",
};

/**
 * autocannon as an independent second opinion, in a process of its own. It lays requests out itself, with
 * `Connection: keep-alive` before the headers that are given: an app that echoes headers answers it with other lengths.
 */
export const autocannonGenerator: LoadGenerator = {
  traits: () => traits,
  refuses(spec) {
    if (spec.threads > 1) {
      return `autocannon is driven with one thread, got ${spec.threads}: its workers cannot hand their samples over`;
    }
    if (!spec.keepAlive) {
      return "autocannon mixes up requests and answers once connections close: use keep-alive or another generator";
    }
    return refusesShape(spec) ?? refusesOpenLoop(spec, "autocannon");
  },
  open: (launcher, spec) => AgentSession.start(launcher, "autocannon", () => traits, spec),
};
