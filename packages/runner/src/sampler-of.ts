import type { ResourceSampler, Sitting } from "@stackbench/model";

/** What reads a sitting's services: its own sampler where they run on other machines, else that of this one. */
export function samplerOf(
  { sampler }: Pick<Sitting, "sampler">,
  ofThisMachine: ResourceSampler,
): ResourceSampler {
  return sampler ?? ofThisMachine;
}
