import type { Experiment } from "@stackbench/model";

/** The first two variants are the base, held twice: what else there is is compared with the mean of both. */
export function withBaseTwice(experiment: Experiment): Experiment {
  const [base, again] = experiment.variants as [string, string];
  return { ...experiment, twins: [base, again] };
}
