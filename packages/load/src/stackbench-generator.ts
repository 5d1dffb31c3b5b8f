import type { GeneratorTraits, LoadGenerator } from "@stackbench/model";
import manifest from "../package.json" with { type: "json" };
import { AgentSession } from "./agent-session.ts";
import { refusesLevel } from "./agent/pacer.ts";
import { refusesShape } from "./refuses-shape.ts";

const traits: GeneratorTraits = {
  id: "stackbench",
  version: manifest.version,
  loop: "closed",
  latencyOrigin: "actual-send",
  quantumUs: 0.1,
  correction: null,
  sampleCap: null,
  checks: "status-and-length",
};

/** Our own generator: the agent program `generator`, one process for warm-up and window. */
export const stackbenchGenerator: LoadGenerator = {
  traits: () => traits,
  refuses: (spec) => refusesShape(spec) ?? refusesLevel(spec.level),
  open: (launcher, spec) => AgentSession.start(launcher, "generator", traits, spec),
};
