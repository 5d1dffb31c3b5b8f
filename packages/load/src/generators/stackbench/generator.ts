import { ownProgram } from "@stackbench/host";
import type { GeneratorTraits } from "@stackbench/model";
import manifest from "../../../package.json" with { type: "json" };
import { AgentSession } from "../../agent-session.ts";
import { refusesByTraits } from "../../refuses.ts";
import type { RegisteredGenerator } from "../../registered-generator.ts";

const agent = {
  name: "generator",
  path: ownProgram("generator", new URL("./agent.ts", import.meta.url)),
};

const traits: GeneratorTraits = {
  id: "stackbench",
  version: manifest.version,
  source: { from: "harness" },
  role: "main",
  latencyOrigins: { closed: "actual-send", open: "intended-start" },
  clock: "trusted",
  quantumUs: 0.1,
  correction: null,
  sampleCap: null,
  checks: "status-and-length",
  warmUp: "until-warm",
  endsWindowsBy: "time-or-requests",
  sends: "mixes",
  tellsParts: true,
  speaks: "http/1.1",
  threads: "any",
  nodes: "any",
  transports: ["tcp", "tls", "unix"],
  asksAnew: true,
};

/** Our own generator: one process for all cases of a sitting. */
export const stackbenchGenerator: RegisteredGenerator = {
  traits,
  agent,
  refuses: (spec) => refusesByTraits(traits, spec),
  open: (place, spec) => AgentSession.start(place, agent.name, traits, spec),
};
