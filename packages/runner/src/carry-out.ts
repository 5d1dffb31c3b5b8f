import {
  servicesFor,
  StackFailure,
  type Failure,
  type RunEvent,
  type VariantInfo,
} from "@stackbench/model";
import { remainingSittings } from "@stackbench/plan";
import { failAll, holdSitting } from "./hold-sitting.ts";
import type { RunPorts, RunRequest, RunState } from "./run-context.ts";

/**
 * Carries a plan out through the ports and tells what happens. The consumer puts every `journal` event on
 * disk before it asks for the next. Failures of stacks become windows; HostError and the signal's reason
 * are thrown, and then nothing is left up.
 */
export async function* carryOut(
  request: RunRequest,
  ports: RunPorts,
): AsyncGenerator<RunEvent, void> {
  const { plan } = request.head;
  const knobs = ports.tuner.knobs(plan.experiment.tuning);
  await using _host = plan.experiment.tuneHost
    ? await ports.tuner.tuneHost(plan.experiment.tuning)
    : undefined;
  const offers = await ports.driver.offer(knobs);
  const run: RunState = {
    ...request,
    ports,
    offers,
    knobs: ports.tuner.fit(knobs, offers),
    infos: new Map(request.head.variants.map((info) => [info.key, info])),
  };
  const sittings = remainingSittings(plan, request.doneWindowIds);
  const ruledOut = yield* prepareAll(
    run,
    sittings.map((sitting) => sitting.variant),
  );
  for (const sitting of sittings) {
    request.signal.throwIfAborted();
    yield { type: "sitting-started", sitting };
    const known = ruledOut.get(sitting.variant);
    if (known) {
      yield* failAll(run, sitting, sitting.windows, known);
      continue;
    }
    const failure = yield* holdSitting(run, sitting);
    if (failure) ruledOut.set(sitting.variant, failure);
  }
}

/** Prepares every stack once. Gives the variants that cannot be brought up, with why. */
async function* prepareAll(
  run: RunState,
  keys: readonly string[],
): AsyncGenerator<RunEvent, Map<string, Failure>> {
  const ruledOut = new Map<string, Failure>();
  const chosen = [...new Set(keys)].map((key) => ({ key, ...run.variants.get(key)! }));
  const byStack = Map.groupBy(chosen, ({ stack }) => stack.id);
  for (const [stackId, entries] of byStack) {
    run.signal.throwIfAborted();
    yield { type: "preparing", message: stackId };
    const { stack } = entries[0]!;
    const wanted = run.head.plan.experiment.workloads.filter((id) => stack.workloads.includes(id));
    const need = {
      services: servicesFor(wanted),
      proxies: [...new Set(entries.map(({ variant }) => variant.proxy))].filter(
        (proxy) => proxy !== "none",
      ),
    };
    try {
      const prepared = await run.ports.driver.prepare(stack, need, run.onMessage);
      for (const { key } of entries) {
        const info: VariantInfo = {
          ...run.infos.get(key)!,
          images: prepared.images,
          versions: { ...stack.versions, ...prepared.versions },
        };
        run.infos.set(key, info);
        yield { type: "journal", entry: { type: "prepared", variant: info } };
      }
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      for (const { key } of entries) ruledOut.set(key, error.failure);
    }
  }
  return ruledOut;
}
