import { isGivenUp, type PlannedSitting, type RunEvent } from "@stackbench/model";
import { nextRound } from "@stackbench/plan";
import { failAll, holdSitting } from "./hold-sitting.ts";
import { withoutSamples } from "./note-window.ts";
import { prepareAll, type RuledOut } from "./prepare-all.ts";
import type { RunPorts, RunRequest, RunState } from "./run-context.ts";
import { takeTurns } from "./take-turns.ts";

/**
 * Carries a plan out through the ports and tells what happens: round after round, until the intervals are narrow
 * enough, the rounds are held or the budget is spent, which its last journal entry says. The consumer puts every
 * `journal` event on disk before it asks for the next. Failures of stacks become windows; HostError and the
 * signal's reason are thrown, and then nothing is left up.
 */
export async function* carryOut(
  request: RunRequest,
  ports: RunPorts,
): AsyncGenerator<RunEvent, void> {
  const { plan } = request.head;
  const windows = request.doneWindows.map(withoutSamples);
  const first = nextRound(plan, { windows, spentSeconds: request.spentSeconds, roundSeconds: [] });
  if (first.type === "stop") {
    yield { type: "journal", entry: { type: "stopped", stop: first.stop } };
    return;
  }
  const knobs = ports.tuner.knobs(plan.experiment.tuning);
  await using _host = plan.experiment.tuneHost
    ? await ports.tuner.tuneHost(plan.experiment.tuning)
    : undefined;
  const offers = await ports.driver.offer(knobs, request.signal);
  const run: RunState = {
    ...request,
    ports,
    offers,
    knobs: ports.tuner.fit(knobs, offers),
    infos: new Map(request.head.variants.map((info) => [info.key, info])),
    windows,
  };
  const sequential = plan.experiment.protocol.order === "sequential";
  const ruledOut = yield* prepareAll(run, sequential ? first.sittings : plan.sittings);

  const startedMs = ports.clock.monotonicMs();
  const roundSeconds: number[] = [];
  let next = first;
  for (;;) {
    if (next.looked !== undefined) yield { type: "looked", round: next.looked };
    const fromMs = ports.clock.monotonicMs();
    const sittings = next.sittings.map((sitting) => holdOne(run, sitting, ruledOut));
    yield* plan.experiment.protocol.order === "alternating"
      ? takeTurns(sittings)
      : oneByOne(sittings);
    const nowMs = ports.clock.monotonicMs();
    if (next.whole) roundSeconds.push((nowMs - fromMs) / 1000);
    const spentSeconds = request.spentSeconds + (nowMs - startedMs) / 1000;
    const decision = nextRound(plan, { windows, spentSeconds, roundSeconds });
    if (decision.type === "stop") {
      yield { type: "journal", entry: { type: "stopped", stop: decision.stop } };
      return;
    }
    next = decision;
  }
}

async function* oneByOne(sittings: readonly AsyncGenerator<RunEvent>[]): AsyncGenerator<RunEvent> {
  for (const sitting of sittings) yield* sitting;
}

async function* holdOne(
  run: RunState,
  sitting: PlannedSitting,
  ruledOut: RuledOut,
): AsyncGenerator<RunEvent> {
  run.signal.throwIfAborted();
  yield { type: "sitting-started", sitting };
  const known = ruledOut.get(sitting.variant);
  if (known) {
    yield* failAll(run, sitting, sitting.windows, known);
    return;
  }
  yield* holdSitting(run, sitting);
  const own = run.windows.filter(({ variant }) => variant === sitting.variant);
  const last = own.at(-1);
  if (last?.status === "failed" && isGivenUp(own)) ruledOut.set(sitting.variant, last.failure);
}
