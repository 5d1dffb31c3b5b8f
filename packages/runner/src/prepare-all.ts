import {
  contractWorkloads,
  servicesOf,
  StackFailure,
  type Failure,
  type PlannedSitting,
  type RunEvent,
  type VariantInfo,
} from "@stackbench/model";
import type { RunState } from "./run-context.ts";

/** Variants that cannot be brought up, by key, with why: every further window of theirs fails the same way. */
export type RuledOut = Map<string, Failure>;

/** Prepares every stack once. Gives the variants whose stack cannot be prepared. */
export async function* prepareAll(
  run: RunState,
  sittings: readonly PlannedSitting[],
): AsyncGenerator<RunEvent, RuledOut> {
  const ruledOut: RuledOut = new Map();
  const keys = new Set(sittings.map((sitting) => sitting.variant));
  const chosen = [...keys].map((key) => ({ key, ...run.variants.get(key)! }));
  const byStack = Map.groupBy(chosen, ({ stack }) => stack.id);
  for (const [stackId, entries] of byStack) {
    run.signal.throwIfAborted();
    yield { type: "preparing", message: stackId };
    const { stack } = entries[0]!;
    const { workloads, mix, profiles } = run.head.plan.experiment;
    const asked = contractWorkloads(workloads, mix);
    const wanted = asked.filter((id) => stack.workloads.includes(id));
    const services = servicesOf(stack, wanted);
    try {
      // A row tells the image and version of the proxy that it has, and of no other.
      for (const [proxy, sharers] of Map.groupBy(entries, ({ variant }) => variant.proxy)) {
        const replicas = Math.max(...sharers.map(({ variant }) => variant.replicas));
        const prepared = await run.ports.driver.prepare(
          stack,
          { services, proxy, replicas, ...(profiles && { isProfiled: true }) },
          run.onMessage,
          run.signal,
        );
        for (const { key } of sharers) {
          const info: VariantInfo = {
            ...run.infos.get(key)!,
            images: prepared.images,
            ...(prepared.imageBytes !== undefined && { imageBytes: prepared.imageBytes }),
            versions: { ...stack.versions, ...prepared.versions },
          };
          run.infos.set(key, info);
          yield { type: "journal", entry: { type: "prepared", variant: info } };
        }
      }
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      for (const { key } of entries) ruledOut.set(key, error.failure);
    }
  }
  return ruledOut;
}
