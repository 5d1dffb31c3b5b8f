import {
  HostError,
  type CpuSet,
  type Launched,
  type Program,
  type AgentEntries,
  type ServiceHandle,
} from "@stackbench/model";
import type { Holding } from "./holding.ts";
import { LineQueue, LineRing, longestMessageBytes } from "@stackbench/lines";
import { startProcess } from "./owned-process.ts";
import { findOnPath } from "./pinning.ts";
import type { FileLimit, PinningTools } from "./pinning.ts";

export interface LaunchContext {
  holding: Holding;
  agentEntries: AgentEntries;
  nodePath: string;
  directory: string;
  environment: Record<string, string>;
  cpus: CpuSet;
  files: FileLimit;
  tools: PinningTools;
  /** Gets what programs write to stderr. */
  log: LineRing;
  /** Has each of them as a service of its own for as long as it lives. */
  services: ServiceHandle[];
}

/** Starts a program of the harness, or one from PATH, on the generator's CPUs. */
export async function launchProgram(context: LaunchContext, program: Program): Promise<Launched> {
  const lines = new LineQueue();
  const errors = new LineRing(40);
  const owned = await startProcess(context.holding, {
    command: [...resolve(context, program.entry), ...program.arguments],
    directory: context.directory,
    environment: context.environment,
    cpus: context.cpus,
    files: context.files,
    tools: context.tools,
    longestLineBytes: longestMessageBytes,
    input: "pipe",
    onOutput: (line) => lines.push(line),
    onError: (line) => {
      errors.push(line);
      context.log.push(line);
    },
  });
  const service: ServiceHandle = { name: "load", pid: owned.pid, kind: "processes" };
  context.services.push(service);
  void owned.exit.then(() => context.services.splice(context.services.indexOf(service), 1));
  return {
    pid: owned.pid,
    lines,
    write: (line) => owned.write(`${line}\n`),
    endInput: () => owned.endInput(),
    exited: owned.exit.then((exit) => {
      lines.end();
      return { ...exit, stderrTail: errors.last(40).join("\n") };
    }),
    kill: (signal) => {
      if (owned.ended()) return;
      try {
        process.kill(-owned.pid, signal);
      } catch {
        // It ended meanwhile.
      }
    },
  };
}

function resolve(context: LaunchContext, entry: Program["entry"]): [string, ...string[]] {
  if ("agent" in entry) {
    const program = context.agentEntries[entry.agent];
    if (program === undefined) throw new HostError(`the harness has no program "${entry.agent}"`);
    return [context.nodePath, program];
  }
  const path = findOnPath(entry.command);
  if (path !== undefined) return [path];
  const name = entry.debianPackage ?? entry.command;
  throw new HostError(
    `${entry.command} is not installed: no directory of PATH has it. ` +
      `Install it (Debian: apt-get install ${name}), or use --driver=docker, whose load image holds it.`,
  );
}
