import type Docker from "dockerode";
import type { Casualty } from "@stackbench/model";
import { ask, isMissing } from "./ask.ts";
import { exitMessage, memoryMessage } from "./exit-message.ts";
import { memoryKillsOf } from "./local-process.ts";
import type { PodService } from "./pod-spec.ts";

/** What the engine tells of one container. */
export interface ServiceState {
  service: PodService;
  running: boolean;
  exitCode: number;
  killedForMemory: boolean;
  removed: boolean;
}

// What explains most comes first: where the app has gone, the proxy's errors are its echo.
const order: PodService[] = ["app", "database", "upstream", "proxy", "load", "pod"];

/** The first service, by what explains most, that ended or lost a process for memory. */
export function casualtyAmong(
  states: readonly ServiceState[],
  memoryLimitBytes: number | null,
): Casualty | undefined {
  const sorted = states.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service));
  for (const state of sorted) {
    const limit = state.service === "app" ? memoryLimitBytes : null;
    if (state.removed) return { service: state.service, message: "its container was removed" };
    if (!state.running) return { service: state.service, message: exitMessage(state, limit) };
    if (state.killedForMemory) {
      return { service: state.service, message: `a process of it was ${memoryMessage(limit)}` };
    }
  }
  return undefined;
}

/** Asks the engine, and the kernel where this host shows it. Throws HostError where the engine is silent. */
export async function stateOf(
  service: PodService,
  container: Docker.Container,
): Promise<ServiceState> {
  try {
    const { State: state, Id: id } = await ask(`inspect the ${service} container`, (abortSignal) =>
      container.inspect({ abortSignal }),
    );
    const kills = state.Running ? (memoryKillsOf(state.Pid, id) ?? 0) : 0;
    return {
      service,
      running: state.Running,
      exitCode: state.ExitCode,
      killedForMemory: state.OOMKilled || kills > 0,
      removed: false,
    };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { service, running: false, exitCode: 0, killedForMemory: false, removed: true };
  }
}
