import { randomBytes } from "node:crypto";
import { verifierOptions } from "@stackbench/contract";
import { abortable, Agent } from "@stackbench/lines";
import { StackFailure, type BringUpRequest, type Sitting, type TlsWay } from "@stackbench/model";
import type Docker from "dockerode";
import { foreground } from "../foreground.ts";
import { sittingTls } from "../sitting-tls.ts";
import { entryPort, refuseTakenPort } from "./addresses.ts";
import { explained, isMissing } from "./ask.ts";
import { casualtyAmong, stateOf } from "./casualty.ts";
import type { GroundWork } from "./ground.ts";
import { Pod } from "./pod.ts";
import type { CreatedFor } from "./labels.ts";
import { fillDatabase } from "./fill-database.ts";
import { lastLinesOfAll, lineWritten, type LogSource } from "./logs.ts";
import { podSpec, upstreamUpText, type PodContainer, type PodImages } from "./pod-spec.ts";
import { proxyPlan } from "./proxies/proxy-plan.ts";
import { askReady, launchVerifier, seesStart, type ProbedPort } from "./ready.ts";
import { sittingOf } from "./sitting.ts";
import type { SeenBringUp } from "./start-times.ts";
import { appPlaces, harnessPorts } from "./used-ports.ts";
import { ping, watchEngine } from "./watch-engine.ts";

const failureLogLines = 20;
const databaseReadyText = "database system is ready to accept connections";

/**
 * Brings one variant up. Throws StackFailure (stages `bring-up`, `ready`), HostError, or the
 * signal's reason; nothing is left behind then, or `report` says what is.
 */
export async function bringUp(
  docker: Docker,
  request: BringUpRequest,
  images: PodImages,
  createdFor: CreatedFor,
  report: (message: string) => void,
  groundWork?: GroundWork,
): Promise<Sitting> {
  const name = `stackbench-${randomBytes(5).toString("hex")}`;
  refuseTakenPort(request.variant);
  using watch = watchEngine("ping in a bring-up", ping(docker));
  const tls = sittingTls(request.variant);
  const spec = podSpec(request, images, createdFor, name, tls?.pem, groundWork?.reachOf(name));
  // Aborted by the person, by the first thing that fails, and in the end by success.
  const over = new AbortController();
  watch.lost.addEventListener("abort", () => over.abort(watch.lost.reason), { once: true });
  const stop = (): void => {
    over.abort(request.signal.reason);
    watch.hurry();
  };
  request.signal.addEventListener("abort", stop, { once: true });
  let pod: Pod | undefined;
  try {
    request.signal.throwIfAborted();
    const ground = await groundWork?.lay(name, spec, over.signal);
    pod = new Pod(docker, spec, watch.lost, ground);
    const seen = await unlessLost(watch.lost, startAll(pod, request, tls?.way, over));
    return await sittingOf(pod, request, tls?.way, seen, report);
  } catch (error) {
    for (const line of (await pod?.takeDown()) ?? []) report(`Not removed: ${line}`);
    throw error;
  } finally {
    request.signal.removeEventListener("abort", stop);
    over.abort(new Error("brought up"));
  }
}

/** A frozen engine leaves nothing to wait for; what it was asked ends within its own limit. */
async function unlessLost<T>(lost: AbortSignal, work: Promise<T>): Promise<T> {
  const silent = new Promise<never>((_, reject) => {
    lost.addEventListener("abort", () => reject(lost.reason as Error), { once: true });
  });
  return await Promise.race([work, silent]);
}

/** Gives the program that found the app ready, and when, where that is asked for. */
async function startAll(
  pod: Pod,
  request: BringUpRequest,
  tls: TlsWay | undefined,
  over: AbortController,
): Promise<SeenBringUp> {
  const { signal } = over;
  const isOwner = ({ service }: PodContainer) => service === "load" || service === "pod";
  const owners = pod.members.filter(isOwner);
  const others = pod.members.filter((member) => !isOwner(member) && member.service !== "profiler");
  const begin = async (member: PodContainer): Promise<void> => {
    signal.throwIfAborted();
    await pod.start(member);
    watch(pod, member, over);
  };
  await allOrFirstFailure(over, [pod.createVolume(), ...owners.map((owner) => pod.create(owner))]);
  // All others join its network: it must run before they start, not before they exist.
  await allOrFirstFailure(over, [
    ...owners.map(begin),
    ...others.map((member) => pod.create(member)),
  ]);
  const beginAll = (service: PodContainer["service"]): Promise<unknown> =>
    Promise.all(pod.membersOf(service).map(begin));
  const database =
    pod.membersOf("database").length > 0
      ? beginAll("database")
          .then(() => lineWritten(pod.first("database"), databaseReadyText, signal))
          .then(() => fillDatabase(pod.first("database"), request.stack.own, signal))
      : Promise.resolve();
  // It waits to be asked: started now, it takes no time of the app's start.
  const asker = launchVerifier(pod.inside);
  const asking = Promise.withResolvers<void>();
  let launchedAt = Number.NaN;
  // A start that is timed waits for who watches it.
  const isWatched =
    request.firstRequest === undefined ? database : abortable(asking.promise, signal);
  const app = isWatched.then(() => {
    launchedAt = Date.now();
    return beginAll("app");
  });
  // It joins the app's processes: these must be there before it is.
  const profiler = app.then(() =>
    Promise.all(
      pod.membersOf("profiler").map(async (member) => {
        signal.throwIfAborted();
        await pod.create(member);
        await begin(member);
      }),
    ),
  );
  const supporting = others
    .filter(({ service }) => service === "proxy" || service === "upstream")
    .map(async (member) => {
      await begin(member);
      if (member.service === "upstream") {
        await lineWritten(pod.container(member), upstreamUpText, signal);
      }
    });
  // The first question is asked while the app still starts: it repeats itself until it is answered.
  const ready = Promise.all([asker, database]).then(async ([program]): Promise<SeenBringUp> => {
    const verifier = new Agent(program, verifierOptions);
    const { firstRequest, readyTimeoutMs: timeoutMs } = request;
    const app = { places: appPlaces(request), others: harnessPorts(request) };
    const path = request.stack.own?.path;
    const readiness = { asked: portsToAsk(request), tls, path, app, timeoutMs };
    if (firstRequest === undefined) {
      await askReady(verifier, readiness, signal);
      return { program };
    }
    const question = { ...readiness, request: firstRequest };
    // Its programs are there before the app is: starting them takes CPU time.
    const sampler = await pod.ground?.sample();
    await using sampling = await sampler?.begin([]);
    const seen = await seesStart(verifier, question, asking.resolve, signal);
    const starting = await sampling?.end();
    return { program, start: { launchedAt, ...seen }, ...(starting && { starting }) };
  });
  const withLogs = ready.catch(async (error: unknown) => {
    if (!(error instanceof StackFailure) || signal.aborted) throw error;
    const { stage, message } = error.failure;
    const lines = await linesOf(pod.logSources("app"));
    throw new StackFailure(stage, message, lines, { cause: error });
  });
  await allOrFirstFailure(over, [asker, database, app, profiler, ...supporting, withLogs]);
  return await ready;
}

/** Where readiness is asked: where load will come in, and each part of an app that has several. */
function portsToAsk(request: BringUpRequest): ProbedPort[] {
  const { variant } = request;
  const entry = { port: entryPort(variant) };
  if (variant.proxy === "none") return [entry];
  const { alone } = proxyPlan(request);
  // Those that are not started yet are asked when they are.
  return [entry, ...alone.slice(0, request.activeReplicas)];
}

/** Waits for all to settle, so that nothing is created behind the take-down; the first failure wins. */
async function allOrFirstFailure(
  over: AbortController,
  tasks: readonly Promise<unknown>[],
): Promise<void> {
  await Promise.allSettled(
    tasks.map((task) =>
      task.catch((error: unknown) => {
        over.abort(error);
      }),
    ),
  );
  over.signal.throwIfAborted();
}

/** Ends the bring-up when a service ends: waiting longer for its answer would be in vain. */
function watch(pod: Pod, member: PodContainer, over: AbortController): void {
  const container = pod.container(member);
  const watching = async (): Promise<void> => {
    await container.wait({ abortSignal: over.signal });
    const state = await stateOf(member, container);
    const casualty = casualtyAmong([state]);
    const isDone = member.service === "app" && state.exitCode === 0 && !state.removed;
    const message =
      `${member.service} ${casualty?.message ?? "ended"} before it was ready` +
      (isDone ? `: ${foreground}` : "");
    over.abort(new StackFailure("ready", message, await linesOf([{ container }])));
  };
  watching().catch((error: unknown) => {
    // Aborted because all is well or all is over; else the engine has gone.
    if (!over.signal.aborted) over.abort(explained("watch", error));
  });
}

async function linesOf(sources: readonly LogSource[]): Promise<string[]> {
  try {
    return await lastLinesOfAll(sources, failureLogLines);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
