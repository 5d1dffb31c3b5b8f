import type { GeneratorId, LoadGenerator } from "@stackbench/model";
import { abGenerator } from "./generators/ab/generator.ts";
import { autocannonGenerator } from "./generators/autocannon/generator.ts";
import { heyGenerator } from "./generators/hey/generator.ts";
import { stackbenchGenerator } from "./generators/stackbench/generator.ts";
import { wrkGenerator } from "./generators/wrk/generator.ts";

const generators: Record<GeneratorId, LoadGenerator> = {
  stackbench: stackbenchGenerator,
  autocannon: autocannonGenerator,
  wrk: wrkGenerator,
  hey: heyGenerator,
  ab: abGenerator,
};

/** The generator of that name. */
export function createGenerator(id: GeneratorId): LoadGenerator {
  return generators[id];
}
