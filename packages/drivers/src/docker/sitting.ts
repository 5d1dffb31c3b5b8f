import { isDeepStrictEqual } from "node:util";
import { verifierProgram } from "@stackbench/contract";
import {
  type BringUpRequest,
  type Launched,
  type ServiceHandle,
  type Sitting,
  EngineRefusal,
  HostError,
} from "@stackbench/model";
import { databaseUrl, podPorts } from "./addresses.ts";
import { ask } from "./ask.ts";
import { casualtyAmong, stateOf } from "./casualty.ts";
import type { Crew } from "./crew.ts";
import { endApp } from "./end-app.ts";
import { commandOf, launchIn } from "./launch.ts";
import { isProcessOf } from "./local-process.ts";
import { lastLinesOfAll } from "./logs.ts";
import { readBack } from "./read-back.ts";

/**
 * The sitting that a crew is, once it is up. Whoever launches the verifier first is given `verifier`, which runs:
 * starting another would take a tenth of a second. `report` hears what could not be taken down.
 */
export async function seated(
  crew: Crew,
  request: BringUpRequest,
  verifier: Launched,
  report: (message: string) => void,
): Promise<Sitting> {
  const found = await Promise.all(
    crew.members.map(async (member): Promise<ServiceHandle[]> => {
      const container = crew.container(member);
      const { State: state } = await ask(`inspect the ${member.member} container`, (abortSignal) =>
        container.inspect({ abortSignal }),
      );
      // Another machine's pid would be measured as somebody else's process here.
      if (!isProcessOf(state.Pid, container.id)) return [];
      return [{ name: member.service, pid: state.Pid, kind: "cgroup" }];
    }),
  );
  const services = found.flat();
  const port = request.variant.proxy === "none" ? podPorts.app : podPorts.proxy;
  let takenDown: Promise<void> | undefined;
  let spare: Launched | undefined = verifier;
  const takeDown = async (): Promise<void> => {
    for (const line of await crew.takeDown()) {
      report(`Not removed: ${line} \`bench clean\` removes it once the engine answers.`);
    }
  };
  return {
    target: { host: "127.0.0.1", port },
    ...(request.services.includes("database") ? { databaseUrl } : {}),
    services,
    readBack: (knobs) => readBack(crew.first("app"), crew.first("load"), knobs),
    casualty: async () => {
      const states = await Promise.all(
        crew.members.map((member) => stateOf(member, crew.container(member))),
      );
      const casualty = casualtyAmong(states);
      // An engine that is stopped ends all of them first: that is no fault of the stack's.
      if (casualty) await crew.ping("after a death");
      return casualty;
    },
    endApp: () => endApp(crew),
    logs: (service, lineCount) => lastLinesOfAll(crew.logSources(service), lineCount),
    launch: async (program) => {
      if (spare !== undefined && isDeepStrictEqual(program, verifierProgram)) {
        const found = spare;
        spare = undefined;
        return found;
      }
      const command = commandOf(program);
      try {
        return await launchIn(crew.first("load"), command);
      } catch (error) {
        if (!(error instanceof EngineRefusal)) throw error;
        throw new HostError(`Docker refused to ${error.message}`, { cause: error });
      }
    },
    [Symbol.asyncDispose]: () => (takenDown ??= takeDown()),
  };
}
