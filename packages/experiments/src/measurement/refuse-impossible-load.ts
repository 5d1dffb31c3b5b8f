import { createGenerator, refusesBeyondLimits } from "@stackbench/session";
import { UsageError, type Experiment } from "@stackbench/model";
import { buildSpec } from "@stackbench/runner";

/** A target for specs that are only asked about. */
const anywhere = { host: "127.0.0.1", port: 80 };

/** A generator that cannot send what is planned is told before anything starts. Throws UsageError. */
export function refuseImpossibleLoad(experiment: Experiment): void {
  for (const id of experiment.generators) {
    for (const workload of experiment.workloads) {
      for (const level of experiment.levels) {
        const spec = buildSpec(experiment, { workload, level, seed: 0 }, anywhere);
        const reason = createGenerator(id).refuses(spec);
        if (reason !== undefined) throw new UsageError(`--generator=${id}: ${reason}`);
        // In a container its limits are others: there it looks for itself.
        const lacking = experiment.driver === "docker" ? undefined : refusesBeyondLimits(spec);
        if (lacking !== undefined) throw new UsageError(`--connections: ${lacking}`);
      }
    }
  }
}
