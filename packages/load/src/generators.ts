import { ownProgram } from "@stackbench/host";
import {
  UsageError,
  type AgentProgram,
  type GeneratorId,
  type GeneratorTraits,
} from "@stackbench/model";
import { abGenerator } from "./generators/ab/generator.ts";
import { autocannonGenerator } from "./generators/autocannon/generator.ts";
import { h2loadGenerator } from "./generators/h2load/generator.ts";
import { heyGenerator } from "./generators/hey/generator.ts";
import { stackbenchGenerator } from "./generators/stackbench/generator.ts";
import { wrkGenerator } from "./generators/wrk/generator.ts";
import type { RegisteredGenerator } from "./registered-generator.ts";

/** All generators that there are, in the order in which they are shown. */
const generators: readonly RegisteredGenerator[] = [
  stackbenchGenerator,
  autocannonGenerator,
  wrkGenerator,
  heyGenerator,
  abGenerator,
  h2loadGenerator,
];

export const generatorIds: readonly GeneratorId[] = generators.map(({ traits }) => traits.id);

/** The generator of that name. Throws UsageError where there is none. */
export function createGenerator(id: GeneratorId): RegisteredGenerator {
  const found = generators.find(({ traits }) => traits.id === id);
  if (found) return found;
  throw new UsageError(`generator: expected ${generatorIds.join(", ")}, got "${id}"`);
}

/** The one in that role. */
export function generatorFor(role: Exclude<GeneratorTraits["role"], "other">): GeneratorId {
  return generators.find(({ traits }) => traits.role === role)!.traits.id;
}

/** Which one cross-checks the figures of another. */
export function secondOpinionOn(id: GeneratorId): GeneratorId {
  const opinion = generatorFor("second-opinion");
  return opinion === id ? generatorFor("main") : opinion;
}

/** Debian's packages of those that come from there. */
export const generatorPackages: readonly string[] = generators.flatMap(({ traits: { source } }) =>
  source.from === "debian" ? [source.package] : [],
);

/** Absolute paths of the agent programs of this package, each one entry to run or to bundle. */
export const loadAgents: { upstream: string; [program: AgentProgram]: string } = {
  ...Object.fromEntries(
    generators.flatMap(({ agent }) => (agent ? [[agent.name, agent.path]] : [])),
  ),
  upstream: ownProgram("upstream", new URL("./agent/upstream.ts", import.meta.url)),
};
