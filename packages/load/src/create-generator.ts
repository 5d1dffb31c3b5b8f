import type { GeneratorId, LoadGenerator } from "@stackbench/model";
import { abGenerator } from "./ab-generator.ts";
import { autocannonGenerator } from "./autocannon-generator.ts";
import { heyGenerator } from "./hey-generator.ts";
import { stackbenchGenerator } from "./stackbench-generator.ts";
import { wrkGenerator } from "./wrk-generator.ts";

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
