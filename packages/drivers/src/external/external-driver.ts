import { mkdirSync } from "node:fs";
import {
  UsageError,
  variantKey,
  type AgentEntries,
  type Driver,
  type Target,
} from "@stackbench/model";
import { findPinningTools } from "../process/pinning.ts";
import { sweepHoldings } from "../process/sweep.ts";
import { writeState } from "../process/write-state.ts";
import { joinServer } from "./join-server.ts";
import { externalTraits } from "./traits.ts";

/** Where a server listens. */
export interface ServerAddress extends Target {
  /** `http://[::1]:8000`, `unix:/run/app.sock`: how it is named in messages. */
  url: string;
}

export interface ExternalDriverOptions {
  /** By variant key. */
  servers: ReadonlyMap<string, ServerAddress>;
  repositoryRoot: string;
  /** Absolute path of each of the harness's own programs. */
  agentEntries: AgentEntries;
  /** Where it is written down what is running: shared with the process driver. */
  stateDirectory: string;
  /** The Node that runs the harness's programs. */
  nodePath: string;
  /** Whether the servers' processes are kept on the server's CPUs while they are measured, and given theirs back after it. */
  pin: boolean;
}

/** Joins servers that already run, as they are: nothing of theirs is started, tuned, restarted or ended. */
export function createExternalDriver({ servers, ...options }: ExternalDriverOptions): Driver {
  const context = { ...options, tools: findPinningTools() };
  return {
    name: "external",
    traits: externalTraits,
    describe: async () => ({ driver: "external", description: "servers that already run" }),
    refuses: (_, variant) =>
      servers.has(variantKey(variant)) ? undefined : "is no server that already runs",
    prepare: async () => {
      const { stateDirectory } = options;
      writeState(stateDirectory, () => mkdirSync(stateDirectory, { recursive: true }));
      return { images: {}, versions: {} };
    },
    offer: async (knobs) =>
      knobs.map(({ name }) => {
        return {
          name,
          can: "not-set",
          reason: "not set: the server already runs, and is left as it is",
        };
      }),
    bringUp: async (request) => {
      const key = variantKey(request.variant);
      const server = servers.get(key);
      if (!server) throw new UsageError(`${key} is no server that already runs`);
      return await joinServer(context, server, request);
    },
    sweep: () => sweepHoldings(options.stateDirectory),
    close: async () => {},
  };
}
