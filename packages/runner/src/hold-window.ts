import {
  keepsAlive,
  leastWarmupSeconds,
  linkOfServer,
  pathOfDatabase,
  pathOfLoad,
  pathsByLoadNode,
  pathsToReplicas,
  servicesFor,
  StackFailure,
  cpusOfWindow,
  totalWorkers,
  warmupLimitSeconds,
  type Acknowledged,
  type Caution,
  type CheckedAnswers,
  type DatabaseSnapshot,
  type LoadSpec,
  type PlannedSitting,
  type PlannedWindow,
  type Profiling,
  type RunEvent,
  type Sitting,
  type Stack,
  type Variant,
  type WindowRecord,
  transportOf,
} from "@stackbench/model";
import { bestOfCase } from "./best-of-case.ts";
import { buildSpec } from "./build-spec.ts";
import type { CaseSession } from "./case-session.ts";
import { countByGroup } from "./count-by-group.ts";
import { explainFailure, isOfStack, lostMachine } from "./explain-failure.ts";
import { judgeWindow } from "./judge-window.ts";
import { meanSentBytes } from "./mean-sent-bytes.ts";
import { measureWindow } from "./measure-window.ts";
import type { RunState } from "./run-context.ts";
import { samplerOf } from "./sampler-of.ts";
import { farShare, farWays } from "./far-share.ts";
import { Autoscaler, replicaLost } from "./scaling/autoscaler.ts";
import { unscaled } from "./scaling/unscaled.ts";

/** Beyond warm-up, window and drain: what starting a generator and reading edges may take at most. */
const graceMs = 60_000;

/**
 * Measures one case once, after a warm-up where its generator was only just started. What the stack does wrong
 * is in the record; what the host does wrong is thrown.
 */
export async function* holdWindow(
  run: RunState,
  planned: PlannedSitting,
  window: PlannedWindow,
  sitting: Sitting,
  session: CaseSession,
): AsyncGenerator<RunEvent, WindowRecord> {
  const base = {
    planned: window,
    sittingId: planned.sittingId,
    variant: planned.variant,
    round: planned.round,
    startedAt: new Date(run.ports.clock.now()).toISOString(),
  };
  try {
    const { profile, ...measured } = yield* load(run, planned, window, sitting, session);
    if (profile === undefined) return { ...base, status: "measured", ...measured };
    const { load: loaded, use, cautions } = measured;
    const outcome = { kind: "held" as const, load: loaded, use, cautions, profile };
    return { ...base, status: "profiled", outcome };
  } catch (error) {
    if (run.signal.aborted) throw error;
    const lost = await lostMachine(error, sitting);
    if (!lost && !(await isOfStack(error, sitting))) throw error;
    // What is left of its connections tells nothing: the next window begins anew.
    await session.close();
    const failure = lost ?? (await explainFailure(error, sitting));
    if (window.profiled === undefined) return { ...base, status: "failed", failure };
    return { ...base, status: "profiled", outcome: { kind: "failed", failure } };
  }
}

async function* load(
  run: RunState,
  planned: PlannedSitting,
  window: PlannedWindow,
  sitting: Sitting,
  caseSession: CaseSession,
) {
  const { experiment } = run.head.plan;
  const { verifier, sampler } = run.ports;
  const atMostSeconds = warmupLimitSeconds(experiment);
  const deadlineMs =
    (atMostSeconds + experiment.durationSeconds + 2 * experiment.timeoutSeconds) * 1000;
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(deadlineMs + graceMs)]);

  const wanted = buildSpec(experiment, window, sitting.target);
  const { session, spec, fresh, isFirst } = await caseSession.enter(window, wanted);
  const { databaseUrl } = sitting;
  const usesDatabase = servicesFor([window.workload], experiment.mix).includes("database");
  let before: DatabaseSnapshot | undefined;
  // While no load runs: what is acknowledged from then on, warm-up included, is held against it.
  const snapshot = async () => {
    if (!usesDatabase || databaseUrl === undefined) return;
    before = await verifier.snapshot(sitting, { databaseUrl, requests: spec.requests });
  };
  if (fresh && experiment.warmupSeconds > 0) {
    const seconds = isFirst
      ? leastWarmupSeconds(experiment, planned.variant)
      : experiment.warmupSeconds;
    yield { type: "warming-up", window, seconds } as const;
    await snapshot();
    await session.warmUp({ seconds, atMostSeconds, ...bestOfCase(run, window) }, signal);
    // Where others are up too the load stops for theirs, and begins again shortly before the window.
    if (experiment.protocol.order === "alternating") await session.rest(signal);
    yield { type: "warmed-up", window } as const;
  }

  yield {
    type: "measuring",
    window,
    seconds: experiment.durationSeconds,
    ...(spec.windowRequests !== undefined && { requests: spec.windowRequests }),
  } as const;
  const { stack, variant } = run.variants.get(planned.variant)!;
  const groups = Object.entries(variant.processGroups ?? {});
  const followed = {
    groups: groups.map(([name, { title }]) => ({ name, title })),
    ...(experiment.seriesOf && { seriesOf: experiment.seriesOf }),
  };
  const autoscaler = autoscalerOf(run, variant, sitting);
  const measuring = measureWindow(sampler, sitting, session, {
    seconds: experiment.durationSeconds,
    signal,
    followed,
    ...(window.profiled && { profile: () => beginProfile(run, sitting, stack, signal) }),
    beforeLoad: snapshot,
    onProgress: (requestsPerSecond, answered) =>
      run.onLive({
        windowId: window.windowId,
        requestsPerSecond,
        ...(answered !== undefined && { answered }),
      }),
    ...(autoscaler && { beside: autoscaler }),
  });
  const { use, profile, ...measured } = await settledAfter(measuring, autoscaler);
  const scaling = autoscaler?.record();
  const casualty = await sitting.casualty();
  if (casualty) {
    const lines = await sitting.logs(casualty.service, 20);
    throw new StackFailure("window", `${casualty.service} ${casualty.message} under load`, lines);
  }
  const workers = totalWorkers(variant, experiment.cpus.server.length);
  const { load: result, acknowledged, answers } = measured;
  const { workload } = window;
  const bodies = verifier.check({ workload, requests: spec.requests, answers });
  if (workload !== "custom") requireRightBodies(bodies);
  const { traits, elsewhere } = run.ports.driver;
  const { startsServers } = traits;
  const path = pathOfLoad(run.head.network);
  const link = linkOfServer(run.head.network);
  const databasePath = usesDatabase ? pathOfDatabase(run.head.network) : undefined;
  const cautions = judgeWindow({
    ...(path && { path, nodePaths: pathsByLoadNode(run.head.network) }),
    ...(link && { link }),
    ...(databasePath && { databasePath }),
    ...(run.head.network && {
      sentBytesEach: meanSentBytes(spec),
      farShare: farShare(sitting),
      farWays: farWays(sitting, pathsToReplicas(run.head.network), elsewhere?.servers),
    }),
    experiment: {
      ...experiment,
      cpus: cpusOfWindow(use, experiment.cpus),
      keepAlive: keepsAlive(experiment, window.level),
      startsServers,
    },
    variant: { workers, transport: transportOf(sitting.target) },
    connections: window.level.connections,
    ...(spec.streams !== undefined && { streams: spec.streams }),
    load: result,
    use,
    ...(usesDatabase && {
      database: { workers, poolSize: experiment.databasePoolSize },
    }),
    calibration: run.head.calibration,
  });
  const disagreement =
    (before && (await audit(run, sitting, spec, before, acknowledged))) ??
    (workload === "custom" ? otherBodies(bodies) : undefined);
  const lost = scaling && replicaLost(scaling);
  const succeededByGroup =
    variant.processGroups && countByGroup(spec.requests, result, variant.processGroups);
  return {
    load: result,
    use,
    ...(succeededByGroup && { succeededByGroup }),
    ...(profile && { profile }),
    ...(scaling && { scaling }),
    cautions: [...cautions, ...(disagreement ? [disagreement] : []), ...(lost ? [lost] : [])],
  };
}

/** A replica that still comes or goes is waited for, whatever became of the window: nothing else may begin beside it. */
async function settledAfter<T>(
  measuring: Promise<T>,
  autoscaler: Autoscaler | undefined,
): Promise<T> {
  try {
    return await measuring;
  } finally {
    await autoscaler?.settle();
  }
}

/** One that stays as it is is looked at all the same: the two are held against each other. */
function autoscalerOf(
  { head, ports }: RunState,
  { replicas }: Pick<Variant, "replicas">,
  sitting: Sitting,
): Autoscaler | undefined {
  const { autoscale: rules, cpusLimit, cpus } = head.plan.experiment;
  if (!rules) return undefined;
  const scaling = sitting.scaling ?? unscaled(sitting);
  const cpusEach = cpusLimit ?? cpus.server.length;
  const sampler = samplerOf(sitting, ports.sampler);
  const task = { clock: ports.clock, sampler, rules, scaling, mostReplicas: replicas, cpusEach };
  return new Autoscaler(task);
}

async function beginProfile(
  { ports }: RunState,
  { besideApp }: Sitting,
  { runtime }: Stack,
  signal: AbortSignal,
): Promise<Profiling> {
  if (besideApp) return await ports.profiler.begin(besideApp, runtime, signal);
  const message = "expected to see the app's processes, but its driver gives no sight of them";
  throw new StackFailure("window", message);
}

/** What an app outside the contract answers is known only from asking it before: another body may be as right. */
function otherBodies({ checked, wrong, first }: CheckedAnswers): Caution | undefined {
  if (!first) return undefined;
  return {
    kind: "other-bodies",
    severity: "unranked",
    message: `${wrong} of ${checked} answers whose body was looked at were not as before the load; the first, ${first.request}: expected ${first.expected}, got ${first.got}`,
  };
}

/** A server that was right while it was verified may answer something else under load. Throws StackFailure. */
function requireRightBodies({ checked, wrong, first }: CheckedAnswers): void {
  if (!first) return;
  const { request, expected, got } = first;
  throw new StackFailure(
    "window",
    `under load, ${request}: expected ${expected}, got ${got} (${wrong} of ${checked} answers whose body was looked at)`,
  );
}

async function audit(
  run: RunState,
  sitting: Sitting,
  { requests }: LoadSpec,
  before: DatabaseSnapshot,
  acknowledged: Acknowledged,
): Promise<Caution | undefined> {
  const databaseUrl = sitting.databaseUrl!;
  const request = { databaseUrl, before, requests, acknowledged };
  const difference = await run.ports.verifier.audit(sitting, request);
  return difference === undefined
    ? undefined
    : { kind: "audit", severity: "invalid", message: difference };
}
