import {
  formatCpuSet,
  HostError,
  StackFailure,
  targetOf,
  UsageError,
  type BringUpRequest,
  type CpuSet,
  type ServiceHandle,
  type Sitting,
} from "@stackbench/model";
import { serviceEnding } from "../process/end-members.ts";
import { baseEnvironment } from "../process/environment.ts";
import { Holding } from "../process/holding.ts";
import { readKnob } from "../process/knobs.ts";
import { launchProgram } from "../process/launch-program.ts";
import { connectedTo, tryConnection } from "@stackbench/http1";
import { LineRing } from "@stackbench/lines";
import { isAlive } from "../process/members.ts";
import type { PinningTools } from "../process/pinning.ts";
import type { ExternalDriverOptions, ServerAddress } from "./external-driver.ts";
import { findServerProcesses } from "./server-processes.ts";
import type { ServerProcess } from "./server-processes.ts";

export interface JoinContext extends Omit<ExternalDriverOptions, "servers"> {
  tools: PinningTools;
}

/**
 * A sitting with a server that runs already: only the generator is started, and ended. Throws StackFailure (stage
 * `ready`) where nothing takes connections, or the signal's reason.
 */
export async function joinServer(
  context: JoinContext,
  server: ServerAddress,
  request: BringUpRequest,
): Promise<Sitting> {
  request.signal.throwIfAborted();
  if (request.memoryLimitBytes !== null) {
    throw new UsageError("a server that already runs cannot be given a memory limit");
  }
  const { url } = server;
  const tried = await tryConnection(server, request.readyTimeoutMs);
  if ("refusal" in tried) {
    const where = server.address === undefined ? url : `${url} (${connectedTo(server)})`;
    throw new StackFailure("ready", `expected a server at ${where}, got: ${tried.refusal}`);
  }
  const servers = findServerProcesses(server);
  const label = `load on ${url}, sitting ${request.sittingId} of run ${request.runId}`;
  const holding = new Holding(context.stateDirectory, label, serviceEnding);
  if (context.pin) await pinServers(holding, servers, request.cpus.server);
  const log = new LineRing();
  const services: ServiceHandle[] = servers.map(({ pid }) => {
    return { name: "app", pid, kind: "processes" };
  });
  const launching = {
    ...context,
    holding,
    directory: context.repositoryRoot,
    environment: baseEnvironment(context.nodePath),
    cpus: request.cpus.load,
    files: {},
    log,
    services,
  };
  return {
    target: targetOf(server),
    services,
    launch: (program) => launchProgram(launching, program),
    readBack: async (knobs) =>
      Object.fromEntries(
        knobs.map(({ name }) => [name, servers[0] ? readKnob(name, servers[0].pid) : null]),
      ),
    casualty: async () => {
      const gone = servers.find((server) => !isAlive(server));
      return gone && { service: "app", message: `(${gone.name}, pid ${gone.pid}) ended` };
    },
    // What a server of somebody else writes goes where they sent it.
    logs: async (service, lineCount) => (service === "load" ? log.last(lineCount) : []),
    [Symbol.asyncDispose]: async () => {
      await holding.release();
    },
  };
}

async function pinServers(
  holding: Holding,
  servers: readonly ServerProcess[],
  cpus: CpuSet,
): Promise<void> {
  try {
    if (servers.length === 0) throw new Error("no process that listens was found here");
    holding.pin(servers, formatCpuSet(cpus));
  } catch (error) {
    await holding.release();
    if (error instanceof HostError) throw error;
    const why = error instanceof Error ? error.message.trim() : String(error);
    throw new StackFailure(
      "ready",
      `the server could not be pinned to CPUs ${formatCpuSet(cpus)}: ${why}`,
    );
  }
}
