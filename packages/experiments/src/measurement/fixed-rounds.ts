import { experimentSchema, type Experiment } from "@stackbench/model";

/**
 * No early stop: whoever asks for a curve, or holds a protocol to its word, holds the same rounds of all.
 * `spareRounds`: in place of rounds that the host spoilt, as the protocol has them where nothing is said.
 */
export function fixedRounds(
  experiment: Experiment,
  spareRounds = experiment.protocol.spareRounds,
): Experiment {
  return experimentSchema.parse({
    ...experiment,
    protocol: {
      ...experiment.protocol,
      spareRounds,
      looks: [],
      halfWidthTarget: null,
      budgetSeconds: null,
    },
  });
}
