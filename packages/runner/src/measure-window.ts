import {
  HostError,
  StackFailure,
  type Caution,
  type DatabaseSnapshot,
  type Failure,
  type LoadSpec,
  type PlannedSitting,
  type PlannedWindow,
  type ResourceUse,
  type RunEvent,
  type Sampling,
  type Sitting,
  type WindowRecord,
} from "@stackbench/model";
import { buildSpec } from "./build-spec.ts";
import { judgeWindow } from "./judge-window.ts";
import type { RunState } from "./run-context.ts";

/** Beyond warm-up, window and drain: what starting a generator and reading edges may take at most. */
const graceMs = 60_000;

/** Measures one case once. What the stack does wrong is in the record; what the host does wrong is thrown. */
export async function* measureWindow(
  run: RunState,
  planned: PlannedSitting,
  window: PlannedWindow,
  sitting: Sitting,
): AsyncGenerator<RunEvent, WindowRecord> {
  const base = {
    planned: window,
    sittingId: planned.sittingId,
    variant: planned.variant,
    round: planned.round,
    startedAt: new Date(run.ports.clock.now()).toISOString(),
  };
  try {
    const measured = yield* load(run, planned, window, sitting);
    return { ...base, status: "measured", ...measured };
  } catch (error) {
    if (run.signal.aborted || error instanceof HostError) throw error;
    return { ...base, status: "failed", failure: await explain(error, sitting) };
  }
}

async function* load(
  run: RunState,
  planned: PlannedSitting,
  window: PlannedWindow,
  sitting: Sitting,
) {
  const { experiment } = run.head.plan;
  const { verifier, sampler, generator } = run.ports;
  const spec = buildSpec(experiment, window, sitting.target);
  const deadlineMs =
    (experiment.warmupSeconds + experiment.durationSeconds + 2 * experiment.timeoutSeconds) * 1000;
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(deadlineMs + graceMs)]);

  await using session = await generator(window.generator).open(sitting, spec);
  if (experiment.warmupSeconds > 0) {
    yield { type: "warming-up", window, seconds: experiment.warmupSeconds } as const;
    await session.warmUp(experiment.warmupSeconds, signal);
  }
  const audited = window.workload === "items" && sitting.databaseUrl !== undefined;
  const before = audited ? await verifier.snapshot(sitting, sitting.databaseUrl!) : undefined;

  yield { type: "measuring", window, seconds: experiment.durationSeconds } as const;
  let sampling: Sampling | undefined;
  let use: ResourceUse | undefined;
  try {
    const result = await session.measure(
      experiment.durationSeconds,
      {
        onStart: async () => {
          sampling = await sampler.begin(sitting.services);
        },
        onEnd: async () => {
          use = await sampling?.end();
        },
        onProgress: (requestsPerSecond) =>
          run.onLive({ windowId: window.windowId, requestsPerSecond }),
      },
      signal,
    );
    const casualty = await sitting.casualty();
    if (casualty) {
      const lines = await sitting.logs(casualty.service, 20);
      throw new StackFailure("window", `${casualty.service} ${casualty.message} under load`, lines);
    }
    if (!use) throw new Error("the generator ended a window without its edges");
    const cautions = judgeWindow({
      experiment,
      variant: run.infos.get(planned.variant)!,
      connections: window.level.connections,
      load: result,
      use,
    });
    const disagreement = before && (await audit(run, sitting, spec, before, result));
    return { load: result, use, cautions: disagreement ? [...cautions, disagreement] : cautions };
  } finally {
    await sampling?.[Symbol.asyncDispose]();
  }
}

async function audit(
  run: RunState,
  sitting: Sitting,
  spec: LoadSpec,
  before: DatabaseSnapshot,
  load: Parameters<RunState["ports"]["verifier"]["audit"]>[1]["load"],
): Promise<Caution | undefined> {
  const difference = await run.ports.verifier.audit(sitting, {
    databaseUrl: sitting.databaseUrl!,
    before,
    requests: spec.requests,
    load,
  });
  return difference === undefined
    ? undefined
    : { kind: "audit", severity: "invalid", message: difference };
}

/** A service that died explains a failure better than what the generator saw of it. */
async function explain(error: unknown, sitting: Sitting): Promise<Failure> {
  const casualty = await sitting.casualty();
  const failure =
    error instanceof StackFailure
      ? error.failure
      : { stage: "window" as const, message: describe(error), logLines: [] };
  if (!casualty) {
    if (failure.logLines.length > 0) return failure;
    return { ...failure, logLines: await sitting.logs("app", 20) };
  }
  const message = `${casualty.service} ${casualty.message} under load`;
  if (failure.message.startsWith(message)) return failure;
  return {
    ...failure,
    message: `${message} (the generator saw: ${failure.message})`,
    logLines: await sitting.logs(casualty.service, 20),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
