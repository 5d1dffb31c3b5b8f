import { randomBytes } from "node:crypto";
import { StackFailure, type BringUpRequest, type Sitting } from "@stackbench/model";
import type Docker from "dockerode";
import { explained, isMissing } from "./ask.ts";
import { casualtyAmong, stateOf } from "./casualty.ts";
import { Crew } from "./crew.ts";
import type { Belonging } from "./labels.ts";
import { lastLines, lineWritten } from "./logs.ts";
import { podPorts, podSpec, type PodImages, type PodService } from "./pod-spec.ts";
import { answersHealthz, listens } from "./ready.ts";
import { seated } from "./sitting.ts";

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
  belonging: Belonging,
  report: (message: string) => void,
): Promise<Sitting> {
  const name = `stackbench-${randomBytes(5).toString("hex")}`;
  const crew = new Crew(docker, podSpec(request, images, belonging, name));
  // Aborted by the person, by the first thing that fails, and in the end by success.
  const over = new AbortController();
  const stop = (): void => over.abort(request.signal.reason);
  request.signal.addEventListener("abort", stop, { once: true });
  try {
    request.signal.throwIfAborted();
    await startAll(crew, request, over);
    return await seated(crew, request, report);
  } catch (error) {
    for (const line of await crew.takeDown()) report(`Not removed: ${line}`);
    throw error;
  } finally {
    request.signal.removeEventListener("abort", stop);
    over.abort(new Error("brought up"));
  }
}

async function startAll(crew: Crew, request: BringUpRequest, over: AbortController): Promise<void> {
  const port = request.variant.proxy === "none" ? podPorts.app : podPorts.proxy;
  const { signal } = over;
  const others = crew.services.filter((service) => service !== "pod");
  await allOrFirstFailure(over, [crew.createVolume(), crew.create("pod")]);
  // All others join the pod's network: it must run before they start, not before they exist.
  await allOrFirstFailure(over, [
    crew.start("pod"),
    ...others.map((service) => crew.create(service)),
  ]);
  const begin = async (service: PodService): Promise<void> => {
    signal.throwIfAborted();
    await crew.start(service);
    watch(crew, service, request, over);
  };
  const load = begin("load");
  const database = others.includes("database")
    ? begin("database").then(() =>
        lineWritten(crew.container("database"), databaseReadyText, signal),
      )
    : Promise.resolve();
  const app = database.then(() => begin("app"));
  const supporting = others
    .filter((service) => service === "proxy" || service === "upstream")
    .map(async (service) => {
      await Promise.all([begin(service), load]);
      if (service === "upstream") {
        await listens(crew.container("load"), podPorts.upstream, signal);
      }
    });
  // The first question is asked while the app still starts: it repeats itself until it is answered.
  const ready = Promise.all([load, database]).then(() =>
    answersHealthz(crew.container("load"), port, request.readyTimeoutMs, signal),
  );
  const withLogs = ready.catch(async (error: unknown) => {
    if (!(error instanceof StackFailure) || signal.aborted) throw error;
    const { stage, message } = error.failure;
    throw new StackFailure(stage, message, await logsOf(crew, "app"), { cause: error });
  });
  await allOrFirstFailure(over, [load, database, app, ...supporting, withLogs]);
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
function watch(
  crew: Crew,
  service: PodService,
  request: BringUpRequest,
  over: AbortController,
): void {
  const container = crew.container(service);
  const watching = async (): Promise<void> => {
    await container.wait({ abortSignal: over.signal });
    const state = await stateOf(service, container);
    const casualty = casualtyAmong([state], request.memoryLimitBytes);
    const message = `${service} ${casualty?.message ?? "ended"} before it was ready`;
    over.abort(new StackFailure("ready", message, await logsOf(crew, service)));
  };
  watching().catch((error: unknown) => {
    // Aborted because all is well or all is over; else the engine has gone.
    if (!over.signal.aborted) over.abort(explained("watch", error));
  });
}

async function logsOf(crew: Crew, service: PodService): Promise<string[]> {
  try {
    return await lastLines(crew.container(service), failureLogLines);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
