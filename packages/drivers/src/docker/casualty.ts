import type Docker from "dockerode";
import type { Casualty } from "@stackbench/model";
import { ask, isMissing } from "./ask.ts";
import { exitMessage, memoryMessage } from "./exit-message.ts";
import { memoryKillsOf } from "./local-process.ts";
import type { PodContainer, PodService } from "./pod-spec.ts";

/** What the engine tells of one container. */
export interface ServiceState {
  service: PodService;
  /** "replica 3 of 10"; absent where it is the only one of its service. */
  title?: string;
  /** Of this container; null for none. */
  memoryLimitBytes: number | null;
  running: boolean;
  exitCode: number;
  killedForMemory: boolean;
  removed: boolean;
}

// What explains most comes first: where the app has gone, the proxy's errors are its echo.
const order: PodService[] = ["app", "database", "upstream", "proxy", "pod", "load", "profiler"];

/** The first service, by what explains most, that ended or lost a process for memory. */
export function casualtyAmong(states: readonly ServiceState[]): Casualty | undefined {
  const sorted = states.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service));
  for (const state of sorted) {
    const message = whatBefell(state);
    if (message === undefined) continue;
    const which = state.title === undefined ? "" : ` (${state.title})`;
    // It is the host's affair, as the generator's container is.
    const service = state.service === "profiler" ? "load" : state.service;
    return { service, message: `${message}${which}` };
  }
  return undefined;
}

/** "its container was removed", "exited with code 3", "killed by SIGKILL"; undefined where nothing did. */
export function whatBefell(state: ServiceState): string | undefined {
  const limit = state.memoryLimitBytes;
  if (state.removed) return "its container was removed";
  if (!state.running) return exitMessage(state, limit);
  return state.killedForMemory ? `a process of it was ${memoryMessage(limit)}` : undefined;
}

/** Asks the engine, and the kernel where this host shows it. Throws HostError where the engine is silent. */
export async function stateOf(
  { member, service, title, options }: PodContainer,
  container: Docker.Container,
): Promise<ServiceState> {
  const which = {
    service,
    ...(title === undefined ? {} : { title }),
    memoryLimitBytes: options.HostConfig?.Memory ?? null,
  };
  try {
    const { State: state, Id: id } = await ask(`inspect the ${member} container`, (abortSignal) =>
      container.inspect({ abortSignal }),
    );
    const kills = state.Running ? (memoryKillsOf(state.Pid, id) ?? 0) : 0;
    return {
      ...which,
      running: state.Running,
      exitCode: state.ExitCode,
      killedForMemory: state.OOMKilled || kills > 0,
      removed: false,
    };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { ...which, running: false, exitCode: 0, killedForMemory: false, removed: true };
  }
}
