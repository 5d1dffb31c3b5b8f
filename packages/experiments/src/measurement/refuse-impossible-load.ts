import { createGenerator, refusesBeyondLimits } from "@stackbench/session";
import {
  namedWorkloads,
  UsageError,
  variantKey,
  workloadParts,
  type DriverTraits,
  type Experiment,
  type GeneratorId,
  type LoadSpec,
  type NamedWorkload,
  type Selected,
  type Target,
  type Variant,
} from "@stackbench/model";
import { buildSpec } from "@stackbench/runner";
import { transportOf } from "./transport-of.ts";

/** A target for specs that are only asked about. */
const anywhere = { host: "127.0.0.1", port: 80 };

/** A generator that cannot send what is planned is told before anything starts. Throws UsageError. */
export function refuseImpossibleLoad(
  experiment: Experiment,
  { launchesHere }: Pick<DriverTraits, "launchesHere">,
  selected: readonly Pick<Selected, "variant">[],
): void {
  for (const workload of namedWorkloads(experiment.workloads, experiment.mix)) {
    refuseLateAnswers(workload, experiment.timeoutSeconds);
  }
  // What variants speak is all that a generator asks of a server.
  const kinds = [
    ...Map.groupBy(selected, ({ variant }) => JSON.stringify(spokenBy(variant))).values(),
  ];
  for (const sharers of kinds) {
    const target = { ...anywhere, ...spokenBy(sharers[0]!.variant) };
    const whom = kinds.length === 1 ? "" : `${variantKey(sharers[0]!.variant)}: `;
    for (const { id, spec } of loadsOn(target, experiment)) {
      const reason = createGenerator(id).refuses(spec);
      if (reason !== undefined) throw new UsageError(`--generator=${id}: ${whom}${reason}`);
      // In a container its limits are others: there it looks for itself.
      const lacking = launchesHere ? refusesBeyondLimits(spec) : undefined;
      if (lacking !== undefined) throw new UsageError(`--connections: ${lacking}`);
    }
  }
}

/** Certificates bear on nothing here. */
function spokenBy(variant: Variant): Partial<Target> {
  const { http2 } = variant;
  const isTls = transportOf(variant) === "tls";
  return { ...(isTls && { tls: { verify: true } }), ...(http2 && { http2 }) };
}

/** What each generator is to send in each case, one after the other. */
function* loadsOn(
  target: Target,
  experiment: Experiment,
): Generator<{ id: GeneratorId; spec: LoadSpec }> {
  for (const id of experiment.generators) {
    for (const workload of experiment.workloads) {
      for (const level of experiment.levels) {
        yield { id, spec: buildSpec(experiment, { workload, level, seed: 0 }, target) };
      }
    }
  }
}

/** No answer of an upstream that waits for as long as a request may take would be in time. */
function refuseLateAnswers(workload: NamedWorkload, timeoutSeconds: number): void {
  const { plain, value } = workloadParts(workload);
  if (plain !== "upstream" || value === undefined || value < timeoutSeconds * 1000) return;
  throw new UsageError(
    `--workload=${workload}: expected less than --timeout, which is ${timeoutSeconds} s: no answer would be in time`,
  );
}
