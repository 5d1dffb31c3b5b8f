import {
  type CommandInput,
  readBytes,
  readChoice,
  readCpus,
  readInteger,
  readList,
  readSeconds,
} from "@stackbench/terminal";
import { defaultStacks, workingDirectory, type Ceilings, availableCpus } from "@stackbench/session";
import { defaultPoolSize } from "@stackbench/runner";
import { basename, resolve } from "node:path";
import { closest, type Selected } from "@stackbench/model";
import {
  experimentSchema,
  generatorIds,
  tuningProfileIds,
  UsageError,
  variantKey,
  workloadIds,
  type Driver,
  type Experiment,
  type GeneratorId,
  type WorkloadId,
} from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { readLevels } from "./read-levels.ts";
import { readProtocol } from "./read-protocol.ts";

/** What of a driver an experiment is made for. */
export type KnownDriver = Pick<Driver, "name" | "traits">;

/** From options to data; rates that are shares need the ceilings, and are 1 request/s before. Throws UsageError for each value that cannot be. */
export function buildExperiment(
  input: CommandInput,
  selected: readonly Selected[],
  driver: KnownDriver,
  ceilings?: Ceilings,
): Experiment {
  const { values, switches } = input;
  const available = availableCpus();
  const divided = divideCpus(available);
  const server = readCpus("cpus-server", values["cpus-server"], available, divided.server);
  const load = readCpus("cpus-load", values["cpus-load"], available, divided.load);
  // Where the database shares the server's CPUs it follows them.
  const databaseDefault = divided.database === divided.server ? server : divided.database;
  const database = readCpus("cpus-database", values["cpus-database"], available, databaseDefault);
  const levels = readLevels(input, ceilings);
  const workloads = readWorkloads(values["workload"]);
  const keys = selected.map(({ variant }) => variantKey(variant));
  const experiment: Experiment = {
    variants: keys,
    workloads,
    served: Object.fromEntries(
      selected.map(({ stack, variant }) => [variantKey(variant), stack.workloads]),
    ),
    levels,
    ...readProtocol(input, keys.length),
    anchor: readAnchor(values["anchor"], keys, values["stack"]),
    driver: driver.name,
    generators: readGenerators(values["generator"], switches.has("cross-check")),
    generatorThreads: readInteger("threads", values["threads"], load.length, { min: 1, max: 256 }),
    keepAlive: !switches.has("no-keep-alive"),
    tuning: readChoice("tuning", values["tuning"], tuningProfileIds, "throughput"),
    tuneHost: switches.has("tune-host"),
    cpus: { server, load, database },
    databasePoolSize: readInteger("pool", values["pool"], defaultPoolSize, { min: 1, max: 190 }),
    timeoutSeconds: readSeconds("timeout", values["timeout"], 10, { min: 0.1, max: 600 }),
    readyTimeoutSeconds: readSeconds("ready-timeout", values["ready-timeout"], 30, {
      min: 1,
      max: 600,
    }),
    memoryLimitBytes: readBytes("memory", values["memory"]),
  };
  if (!driver.traits.limitsMemory && experiment.memoryLimitBytes !== null) {
    throw new UsageError("--memory: local processes cannot be limited; use --driver=docker");
  }
  const nobody = workloads.filter(
    (workload) => !selected.some(({ stack }) => stack.workloads.includes(workload)),
  );
  if (nobody.length > 0) {
    throw new UsageError(
      `--workload=${nobody.join(",")}: expected a workload that a chosen stack serves; none of ${experiment.variants.join(", ")} does`,
    );
  }
  return experimentSchema.parse(experiment);
}

/** Unless it is said: the variant that was named first. */
function readAnchor(
  text: string | undefined,
  keys: readonly string[],
  stackOption: string | undefined,
): string {
  if (text === undefined) {
    const [first = ""] = stackOption === undefined ? defaultStacks : readList(stackOption);
    const named = withoutFolders(first);
    return keys.find((key) => key === named || key.startsWith(`${named}:`)) ?? keys[0]!;
  }
  // A stack with one variant among those chosen may be named alone.
  const named = keys.filter((key) => key === text || key.split(":")[0] === text);
  if (named.length !== 1) {
    throw new UsageError(
      `--anchor: expected one of the variants to be compared (${keys.join(", ")}), got "${text}"${closest(text, keys)}`,
    );
  }
  return named[0]!;
}

/** A folder's name is the id of its stack: `./apps/my-app:bare` is `my-app:bare`. */
function withoutFolders(pattern: string): string {
  const isPath = pattern.startsWith(".") || pattern.includes("/");
  return isPath ? basename(resolve(workingDirectory, pattern)) : pattern;
}

function readWorkloads(text: string | undefined): WorkloadId[] {
  if (text === undefined) return ["hello"];
  if (text === "all") return [...workloadIds];
  const chosen = readList(text).map((part) =>
    readChoice<WorkloadId>("workload", part, workloadIds, "hello"),
  );
  if (chosen.length === 0) {
    throw new UsageError(`--workload: expected some of ${workloadIds.join(", ")}, got "${text}"`);
  }
  return workloadIds.filter((workload) => chosen.includes(workload));
}

function readGenerators(text: string | undefined, crossCheck: boolean): GeneratorId[] {
  const first = readChoice<GeneratorId>("generator", text, generatorIds, "stackbench");
  if (!crossCheck) return [first];
  return [first, first === "autocannon" ? "stackbench" : "autocannon"];
}
