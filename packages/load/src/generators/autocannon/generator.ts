import { ownProgram } from "@stackbench/host";
import type { GeneratorTraits } from "@stackbench/model";
import manifest from "autocannon/package.json" with { type: "json" };
import { AgentSession } from "../../agent-session.ts";
import { refusesByTraits } from "../../refuses.ts";
import type { RegisteredGenerator } from "../../registered-generator.ts";

const agent = {
  name: "autocannon",
  path: ownProgram("autocannon", new URL("./agent.ts", import.meta.url)),
};

const traits: GeneratorTraits = {
  id: "autocannon",
  version: manifest.version,
  source: { from: "npm", package: "autocannon" },
  role: "second-opinion",
  latencyOrigins: { closed: "actual-send" },
  clock: "foreign",
  quantumUs: 0.1,
  correction:
    "none; taken from its `response` event, not from its histogram of whole ms; a connection's first sample includes its connect",
  sampleCap: null,
  checks: "status-and-length",
  warmUp: "until-warm",
  endsWindowsBy: "time",
  sends: "mixes",
  tellsParts: false,
  speaks: "http/1.1",
  threads: "one",
  nodes: "one",
  transports: ["tcp"],
  asksAnew: false,
};

/**
 * autocannon as an independent second opinion, in a process of its own. It lays requests out itself, with
 * `Connection: keep-alive` before the headers that are given: an app that echoes headers answers it with other lengths.
 */
export const autocannonGenerator: RegisteredGenerator = {
  traits,
  agent,
  refuses(spec) {
    if (spec.threads > 1) {
      return `autocannon is driven with one thread, got ${spec.threads}: its workers cannot hand their samples over`;
    }
    if (!spec.keepAlive) {
      return "autocannon mixes up requests and answers once connections close: use keep-alive or another generator";
    }
    if (spec.timeoutMs < 1000) {
      return `autocannon takes no time-out below 1 s, got ${spec.timeoutMs / 1000} s`;
    }
    return refusesByTraits(traits, spec);
  },
  open: (launcher, spec) => AgentSession.start(launcher, agent.name, traits, spec),
};
