import { freePort } from "@stackbench/host";
import {
  endWithinSeconds,
  UsageError,
  variantKey,
  type BringUpRequest,
  type Launched,
  type Program,
  type Sitting,
} from "@stackbench/model";
import { sittingTls } from "../sitting-tls.ts";
import { endApp } from "./end-app.ts";
import { describeLeft, serviceEnding } from "./end-members.ts";
import type { BringUpContext } from "./bring-up-context.ts";
import { baseEnvironment } from "./environment.ts";
import { Holding } from "./holding.ts";
import { readKnob } from "./knobs.ts";
import { launchProgram } from "./launch-program.ts";
import { fileLimitOf } from "./pinning.ts";
import { raiseApp } from "./raise-app.ts";
import { raiseDatabase } from "./raise-database.ts";
import { raiseUpstream } from "./raise-upstream.ts";
import { refuses } from "./refuses.ts";
import { Services } from "./services.ts";

/** Brings one variant up as local processes. Throws StackFailure, HostError, or the signal's reason; then nothing is left. */
export async function bringUp(context: BringUpContext, request: BringUpRequest): Promise<Sitting> {
  const refusal = refuses(request.stack, request.variant, context.nodePath);
  if (refusal !== undefined)
    throw new UsageError(`${request.stack.id}:${request.variant.id} ${refusal}`);
  if (request.memoryLimitBytes !== null) {
    throw new UsageError(
      "local processes cannot be given a memory limit: use --driver=docker, or leave the limit out",
    );
  }
  if (request.cpusLimit !== undefined) {
    throw new UsageError(
      "local processes cannot be given a CPU limit: use --driver=docker, or leave the limit out",
    );
  }
  request.signal.throwIfAborted();
  await using scope = new AsyncDisposableStack();
  const sitting = await raise(context, request, scope);
  const kept = scope.move();
  return { ...sitting, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function raise(
  context: BringUpContext,
  request: BringUpRequest,
  scope: AsyncDisposableStack,
): Promise<Omit<Sitting, typeof Symbol.asyncDispose>> {
  const files = fileLimitOf(request.knobs);
  const services = new Services(files, context.tools);
  // Deferred first, so dropped last: the app's connections are gone by then.
  const databaseUrl = request.services.includes("database")
    ? await raiseDatabase(context.database, request, scope, services)
    : undefined;
  const label = `sitting ${request.sittingId} of run ${request.runId}`;
  const holding = new Holding(context.stateDirectory, label, serviceEnding);
  // Of its own: so it is known what the app has started, beside programs of the harness.
  const appHolding = new Holding(context.stateDirectory, `the app of ${label}`, serviceEnding);
  scope.defer(async () => {
    const [ofApp, others] = await Promise.all([appHolding.release(), holding.release()]);
    if (isServing && ofApp.killed.length > 0) tellKilled(context, request, ofApp.killed);
    const left = [...ofApp.left, ...others.left];
    if (left.length > 0) context.report(`${variantKey(request.variant)}: ${describeLeft(left)}`);
  });
  // What never served, or was told to end before, has been told of already.
  let isServing = false;
  const upstreamUrl = request.services.includes("upstream")
    ? await raiseUpstream(context, request, holding, services)
    : undefined;
  const port = await freePort();
  const tls = sittingTls(request.variant);
  const addresses = {
    port,
    ...(tls && { pem: tls.pem }),
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(upstreamUrl !== undefined && { upstreamUrl }),
  };
  const { app, start } = await raiseApp(
    context.nodePath,
    request,
    addresses,
    tls?.way,
    appHolding,
    services,
  );
  const { http2 } = request.variant;
  isServing = true;
  const handles = services.handles();
  const launching = {
    holding,
    agentEntries: context.agentEntries,
    nodePath: context.nodePath,
    directory: context.repositoryRoot,
    environment: baseEnvironment(context.nodePath),
    cpus: request.cpus.load,
    files,
    tools: context.tools,
    log: services.log("load"),
    services: handles,
  };
  const launch = (program: Program): Promise<Launched> => launchProgram(launching, program);
  return {
    target: { host: "127.0.0.1", port, ...(tls && { tls: tls.way }), ...(http2 && { http2 }) },
    ...(databaseUrl !== undefined && { databaseUrl }),
    services: handles,
    ...(start && { start }),
    launch,
    ...(request.isProfiled && { besideApp: { launch, rootPid: app.pid } }),
    readBack: async (knobs) =>
      Object.fromEntries(knobs.map(({ name }) => [name, readKnob(name, app.pid)])),
    casualty: () => services.casualty(),
    endApp: async () => {
      isServing = false;
      return await endApp(app, appHolding);
    },
    logs: async (service, lineCount) => services.log(service).last(lineCount),
  };
}

/** Once for each variant: it does so at the end of every sitting. */
function tellKilled(
  { report, toldOf }: BringUpContext,
  { variant }: BringUpRequest,
  killed: readonly string[],
): void {
  const key = variantKey(variant);
  if (toldOf.has(key)) return;
  toldOf.add(key);
  report(
    `${key}: SIGTERM did not end ${killed.join(", ")} within ${endWithinSeconds} s: ended by SIGKILL (bench verify tells more)`,
  );
}
