import { isDeepStrictEqual } from "node:util";
import { verifierProgram } from "@stackbench/contract";
import {
  type BringUpRequest,
  type Launched,
  type Program,
  type AnyHandle,
  type Sitting,
  type TlsWay,
  EngineRefusal,
  HostError,
} from "@stackbench/model";
import { databaseUrl, entryPort } from "./addresses.ts";
import type { ClockEstimate } from "@stackbench/statistics";
import type Docker from "dockerode";
import { ask } from "./ask.ts";
import { casualtyAmong, stateOf } from "./casualty.ts";
import type { Ground } from "./ground.ts";
import type { Pod } from "./pod.ts";
import { endApp } from "./end-app.ts";
import { commandOf, launchIn } from "./launch.ts";
import { handlesOf } from "./handles-of.ts";
import { isProcessOf } from "./local-process.ts";
import { lastLinesOfAll } from "./logs.ts";
import { readBackIn } from "./read-back.ts";
import { ReplicaScaler } from "./replica-scaler.ts";
import { startTimesOf, type SeenBringUp, type StartedContainer } from "./start-times.ts";

/**
 * The sitting that a pod makes, once it is up. Whoever launches the verifier first is given `program`, which runs:
 * starting another would take a tenth of a second. `report` hears what could not be taken down.
 */
export async function sittingOf(
  pod: Pod,
  request: BringUpRequest,
  tls: TlsWay | undefined,
  { program: verifier, start, starting }: SeenBringUp,
  report: (message: string) => void,
): Promise<Sitting> {
  const apps: StartedContainer[] = [];
  const found = await Promise.all(
    pod.members.map(async (member): Promise<AnyHandle[]> => {
      const container = pod.container(member);
      const { State: state } = await ask(`inspect the ${member.member} container`, (abortSignal) =>
        container.inspect({ abortSignal }),
      );
      const isLocal = isProcessOf(state.Pid, container.id);
      const machine = pod.machineOf(member);
      if (member.service === "app") {
        apps.push({
          startedAt: state.StartedAt,
          isLocal,
          ...(machine !== undefined && { machine }),
        });
      }
      return handlesOf(member, container.id, state.Pid, machine);
    }),
  );
  const handles = found.flat();
  const services = handles.filter((one) => one.kind !== "container");
  const containers = handles.filter((one) => one.kind === "container");
  const scaler =
    request.activeReplicas === undefined
      ? undefined
      : await ReplicaScaler.of(pod, request, handles);
  const { variant } = request;
  const { http2 } = variant;
  const { ground } = pod;
  const sampler = await ground?.sample(containers);
  const started = start && ground ? await withClocks(apps, ground) : apps;
  let takenDown: Promise<void> | undefined;
  // On other ground it runs beside the app, where readiness was asked: those that measure are the load's.
  let spare: Launched | undefined = ground ? undefined : verifier;
  const takeDown = async (): Promise<void> => {
    // Nothing may be started behind the take-down.
    await scaler?.close();
    for (const line of await pod.takeDown()) {
      report(`Not removed: ${line} \`bench clean\` removes it once the engine answers.`);
    }
  };
  return {
    target: {
      host: "127.0.0.1",
      ...(ground && { address: ground.address }),
      port: entryPort(variant),
      ...(tls && { tls }),
      ...(http2 && { http2 }),
    },
    ...(request.services.includes("database") && {
      databaseUrl: databaseUrl(pod.reach.databaseHost),
    }),
    services,
    ...(sampler && { sampler, containers }),
    ...(start && { start: startTimesOf(start, started, request.variant) }),
    ...(starting && { starting }),
    readBack: (knobs) => readBackIn(pod, knobs),
    casualty: async () => {
      const states = await Promise.all(
        pod.founders.map((member) => stateOf(member, pod.container(member))),
      );
      const casualty = casualtyAmong(states);
      // An engine that is stopped ends all of them first: that is no fault of the stack's.
      if (casualty) await pod.ping("after a death");
      return casualty;
    },
    ...(ground && { lost: (error: unknown) => ground.lost(error) }),
    endApp: () => endApp(pod),
    ...(scaler && { scaling: scaler.scaling }),
    logs: (service, lineCount) => lastLinesOfAll(pod.logSources(service), lineCount),
    launch: async (program) => {
      if (spare !== undefined && isDeepStrictEqual(program, verifierProgram)) {
        const found = spare;
        spare = undefined;
        return found;
      }
      return await launchWithin(pod.first("load"), program);
    },
    ...(ground && {
      otherLoads: ground.otherLoads.map((container) => ({
        launch: (program: Program) => launchWithin(container, program),
      })),
    }),
    ...(request.isProfiled && {
      besideApp: {
        launch: (program: Program) => launchWithin(pod.first("profiler"), program),
        // The app's containers number their processes from 1.
        rootPid: 1,
      },
    }),
    [Symbol.asyncDispose]: () => (takenDown ??= takeDown()),
  };
}

/** Each one's beginning is told by the date of its own machine. */
async function withClocks(
  apps: readonly StartedContainer[],
  ground: Ground,
): Promise<StartedContainer[]> {
  const clocks = new Map<string | undefined, ClockEstimate>();
  for (const { machine } of apps) {
    if (machine === undefined || clocks.has(machine)) continue;
    clocks.set(machine, await ground.dateOf(machine));
  }
  return apps.map((app) => {
    const clock = clocks.get(app.machine);
    return { ...app, ...(clock && { clock }) };
  });
}

/** Throws HostError: the harness's own containers do not refuse for a stack's sake. */
export async function launchWithin(
  container: Docker.Container,
  program: Program,
): Promise<Launched> {
  try {
    return await launchIn(container, commandOf(program));
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    throw new HostError(`Docker refused to ${error.message}`, { cause: error });
  }
}
