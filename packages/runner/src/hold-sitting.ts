import {
  contractWorkloads,
  parametrisedWorkloads,
  mayComeUp,
  servicesOf,
  StackFailure,
  type BringUpRequest,
  type Experiment,
  type Failure,
  type GeneratorId,
  type LoadRequest,
  type PlannedSitting,
  type PlannedWindow,
  type RunEvent,
  type Sitting,
  type TuningLedger,
  type Variant,
  type WindowRecord,
} from "@stackbench/model";
import { buildSpec } from "./build-spec.ts";
import { CaseSession } from "./case-session.ts";
import { explainBeforeLoad } from "./explain-failure.ts";
import { holdStart, timeBringUp, type JustStarted } from "./hold-start.ts";
import { holdWindow } from "./hold-window.ts";
import { noteWindow } from "./note-window.ts";
import type { RunState } from "./run-context.ts";
import { growAgain } from "./scaling/grow-again.ts";

/**
 * Brings a variant up, verifies it, measures its windows, takes it down. One that does not come up is brought up once
 * more. When a service dies in a window, the windows that are left get a fresh bring-up.
 */
export async function* holdSitting(
  run: RunState,
  planned: PlannedSitting,
): AsyncGenerator<RunEvent, void> {
  let pending = planned.windows;
  let isSecond = false;
  while (pending.length > 0) {
    const { measured, failure } = yield* bringUpOnce(run, planned, pending);
    pending = pending.slice(measured);
    if (!failure) continue;
    if (isSecond || !mayComeUp(failure)) return yield* failAll(run, planned, pending, failure);
    isSecond = true;
    run.onMessage(
      `${planned.variant}: ${failure.message}; it is brought up once more, in round ${planned.round}`,
    );
  }
}

/** Journals the same failure for every window. */
export async function* failAll(
  run: RunState,
  planned: PlannedSitting,
  windows: readonly PlannedWindow[],
  failure: Failure,
): AsyncGenerator<RunEvent> {
  for (const window of windows) {
    const record: WindowRecord = {
      planned: window,
      sittingId: planned.sittingId,
      variant: planned.variant,
      round: planned.round,
      startedAt: new Date(run.ports.clock.now()).toISOString(),
      status: "failed",
      failure,
    };
    yield noteWindow(run, record);
  }
}

async function* bringUpOnce(
  run: RunState,
  planned: PlannedSitting,
  pending: readonly PlannedWindow[],
): AsyncGenerator<RunEvent, { measured: number; failure?: Failure }> {
  const { clock } = run.ports;
  const timings = { bringUpSeconds: 0, verifySeconds: 0, takeDownSeconds: 0 };
  let measured = 0;
  let failure: Failure | undefined;
  let tuning: TuningLedger;

  yield { type: "phase", sitting: planned, phase: "bring-up" };
  const started = clock.monotonicMs();
  let up: Raised;
  try {
    up = await raise(run, planned, pending);
  } catch (error) {
    if (error instanceof StackFailure && !run.signal.aborted) {
      return { measured, failure: error.failure };
    }
    throw error;
  }
  const { sitting } = up;
  let takeDownFrom = 0;
  let isHeld = false;
  try {
    let upMs = clock.monotonicMs();
    timings.bringUpSeconds = (upMs - started) / 1000;
    let record: WindowRecord | undefined;
    const [first] = pending;
    if (up.for === "start" && first) {
      yield { type: "measuring", window: first, seconds: run.head.plan.experiment.durationSeconds };
      try {
        record = await holdStart(run, planned, first, up);
      } catch (error) {
        if (run.signal.aborted) throw error;
        return { measured, failure: await explainBeforeLoad(error, sitting, "ready") };
      }
      upMs = clock.monotonicMs();
    }
    yield { type: "phase", sitting: planned, phase: "verify" };
    await using session = new CaseSession(run, sitting);
    // Awaited with the others even where one of them throws: nothing may be started behind the take-down.
    const ahead = up.for === "load" ? startAhead(run, pending, sitting, session) : undefined;
    try {
      [tuning, failure] = await Promise.all([
        readLedger(run, sitting),
        verify(run, planned, pending, sitting),
      ]);
    } catch (error) {
      if (run.signal.aborted) throw error;
      return { measured, failure: await explainBeforeLoad(error, sitting, "ready") };
    } finally {
      await ahead;
    }
    timings.verifySeconds = (clock.monotonicMs() - upMs) / 1000;
    if (record) {
      // An app that answers wrongly has not come up.
      if (failure) return { measured, failure };
      yield noteWindow(run, record);
      measured++;
    } else if (!failure) {
      await growAgain(run, planned.sittingId, sitting);
      yield { type: "phase", sitting: planned, phase: "ready" };
      for (const window of pending) {
        run.signal.throwIfAborted();
        const record = yield* holdWindow(run, planned, window, sitting, session);
        yield noteWindow(run, record);
        measured++;
        // A dead service or a lost machine would fail all that follows: the rest gets a fresh bring-up.
        if (isOfMachine(record)) break;
        const isLost = record.status === "failed" || record.status === "profiled";
        if (isLost && (await sitting.casualty())) break;
      }
    }
    yield { type: "phase", sitting: planned, phase: "take-down" };
    isHeld = true;
  } finally {
    takeDownFrom = clock.monotonicMs();
    // What breaks off leaves nothing for later, nor does a start: the next one does not go on beside it.
    const mayLeave = isHeld && up.for === "load" && sitting.leave !== undefined;
    await (mayLeave ? sitting.leave!() : sitting[Symbol.asyncDispose]());
  }
  timings.takeDownSeconds = (clock.monotonicMs() - takeDownFrom) / 1000;
  yield {
    type: "journal",
    entry: { type: "sitting-ended", sittingId: planned.sittingId, timings, tuning },
  };
  return failure ? { measured, failure } : { measured };
}

function isOfMachine(record: WindowRecord): boolean {
  if (record.status === "failed") return record.failure.stage === "machine";
  if (record.status !== "profiled") return false;
  return record.outcome.kind === "failed" && record.outcome.failure.stage === "machine";
}

/** A server that is up, and what for. */
type Raised = JustStarted | { for: "load"; sitting: Sitting };

async function raise(
  run: RunState,
  planned: PlannedSitting,
  pending: readonly PlannedWindow[],
): Promise<Raised> {
  const up = (): Promise<Sitting> => bringUp(run, planned, pending);
  return run.head.plan.experiment.measures === "start"
    ? await timeBringUp(run.ports.sampler, up)
    : { for: "load", sitting: await up() };
}

/** The first window's generator: its program starts while the server is verified. */
async function startAhead(
  run: RunState,
  [first]: readonly PlannedWindow[],
  { target }: Sitting,
  session: CaseSession,
): Promise<void> {
  if (first) await session.startAhead(first, buildSpec(run.head.plan.experiment, first, target));
}

/** What a start is timed until; nothing where none is. The target does not bear on what is asked. */
function firstRequestOf(
  { experiment }: RunState["head"]["plan"],
  [first]: readonly PlannedWindow[],
): { firstRequest?: LoadRequest } {
  if (experiment.measures !== "start" || first === undefined) return {};
  const { requests, sequence } = buildSpec(experiment, first, { host: "127.0.0.1", port: 80 });
  return { firstRequest: requests[sequence[0]!]! };
}

async function bringUp(
  run: RunState,
  planned: PlannedSitting,
  pending: readonly PlannedWindow[],
): Promise<Sitting> {
  const { experiment } = run.head.plan;
  const { stack, variant } = run.variants.get(planned.variant)!;
  return run.ports.driver.bringUp({
    runId: run.head.runId,
    sittingId: planned.sittingId,
    stack,
    variant,
    services: servicesOf(
      stack,
      pending.map((window) => window.workload),
      experiment.mix,
    ),
    cpus: experiment.cpus,
    knobs: run.knobs,
    databasePoolSize: experiment.databasePoolSize,
    ...limitsOf(experiment, variant),
    readyTimeoutMs: experiment.readyTimeoutSeconds * 1000,
    ...firstRequestOf(run.head.plan, pending),
    ...(experiment.profiles && { isProfiled: true }),
    signal: run.signal,
  });
}

/** An app that grows has each replica's limits as one alone would have them: it is for more of them that it grows. */
function limitsOf(
  { autoscale, memoryLimitBytes, cpusLimit }: Experiment,
  { replicas }: Variant,
): Pick<BringUpRequest, "memoryLimitBytes" | "cpusLimit" | "activeReplicas"> {
  const isScaled = autoscale !== undefined && replicas > 1;
  const times = isScaled ? replicas : 1;
  return {
    memoryLimitBytes: memoryLimitBytes && memoryLimitBytes * times,
    ...(cpusLimit !== undefined && { cpusLimit: cpusLimit * times }),
    ...(isScaled && { activeReplicas: 1 }),
  };
}

async function readLedger(run: RunState, sitting: Sitting): Promise<TuningLedger> {
  const { tuner } = run.ports;
  const profile = run.head.plan.experiment.tuning;
  const readBack = await sitting.readBack(tuner.knobs(profile));
  return tuner.ledger(profile, run.offers, readBack);
}

async function verify(
  run: RunState,
  planned: PlannedSitting,
  pending: readonly PlannedWindow[],
  sitting: Sitting,
): Promise<Failure | undefined> {
  const { customRequests, keepAlive, mix, generators } = run.head.plan.experiment;
  const { http2, ...target } = sitting.target;
  const speaksIt = (id: GeneratorId) => run.ports.generator(id).traits.speaks === "http/2";
  // What is measured is verified; that nobody asks over HTTP/2 need not be.
  const isAskedOverHttp2 = http2 !== undefined && generators.some(speaksIt);
  const asked = pending.map((window) => window.workload);
  const parametrised = parametrisedWorkloads(asked, mix);
  const verification = await run.ports.verifier.verify(sitting, {
    ...target,
    ...(isAskedOverHttp2 && { http2 }),
    ...(sitting.databaseUrl === undefined ? {} : { databaseUrl: sitting.databaseUrl }),
    workloads: contractWorkloads(asked, mix),
    ...(parametrised.length > 0 && { parametrised }),
    ...(customRequests && { customRequests: customRequests.map(({ request }) => request) }),
    keepAlive,
    tableUnseen: !run.ports.driver.traits.startsServers,
    seed: planned.seed,
  });
  const [first] = verification.differences;
  if (!first) return undefined;
  const others = verification.differences.length - 1;
  const more = others > 0 ? ` (and ${others} more differences)` : "";
  const message = `${first.request}: expected ${first.expected}, got ${first.got}${more}`;
  const seen = new StackFailure("verify", message, await sitting.logs("app", 20));
  // One that died while it was asked did not answer wrongly.
  return await explainBeforeLoad(seen, sitting, "ready");
}
