import type { GeneratorTraits, LoadGenerator, LoadLevel } from "@stackbench/model";
import manifest from "../../../package.json" with { type: "json" };
import { AgentSession } from "../../agent-session.ts";
import { refusesShape } from "../../refuses-shape.ts";

function traitsOf({ level: { loop } }: { level: LoadLevel }): GeneratorTraits {
  return {
    id: "stackbench",
    version: manifest.version,
    loop,
    latencyOrigin: loop === "open" ? "intended-start" : "actual-send",
    quantumUs: 0.1,
    correction: null,
    sampleCap: null,
    checks: "status-and-length",
  };
}

/** Our own generator: the agent program `generator`, one process for all cases of a sitting. */
export const stackbenchGenerator: LoadGenerator = {
  traits: traitsOf,
  refuses: (spec) => refusesShape(spec),
  open: (launcher, spec) => AgentSession.start(launcher, "generator", traitsOf, spec),
};
