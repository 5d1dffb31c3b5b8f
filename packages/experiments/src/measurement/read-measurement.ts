import {
  readBytes,
  readChoice,
  readCpus,
  readInteger,
  readList,
  readSeconds,
  type CommandInput,
} from "@stackbench/terminal";
import {
  tuningProfileIds,
  UsageError,
  inTableOrder,
  plainWorkloads,
  readWorkload,
  workloadIds,
  type CpuSet,
  type CpuSets,
  type GeneratorId,
  type TuningProfileId,
  type NamedWorkload,
} from "@stackbench/model";
import {
  createGenerator,
  generatorIds,
  generatorFor,
  readDriver,
  secondOpinionOn,
  type DriverChoice,
} from "@stackbench/session";
import { divideCpus } from "@stackbench/plan";
import { defaultPoolSize } from "@stackbench/runner";
import { readLevels, type RequestedLevels } from "./levels.ts";
import { readProtocol, type RequestedProtocol } from "./protocol.ts";

/** How to measure, whatever is compared and why: all that `measurementOptions` say, read once. */
export interface Measurement {
  /** Absent where none is named. */
  workloads?: NamedWorkload[];
  levels: RequestedLevels;
  protocol: RequestedProtocol;
  /** A variant, or a stack with one variant among those compared; absent for the one named first. */
  anchor?: string;
  driver: DriverChoice;
  /** The second checks the first. */
  generators: GeneratorId[];
  /** On each load node, until it is known how many there are; then of all together. */
  generatorThreads: number;
  /** Nodes that load the server together, as asked for, absent for all; once they are known absent for one. */
  loadNodes?: number;
  keepAlive: boolean;
  /** Of HTTP/2; absent for one. */
  streams?: number;
  /** Absent where none is named. */
  tuning?: TuningProfileId;
  tuneHost: boolean;
  cpus: CpuSets;
  /** Whether the generator's CPUs were named, or follow from the server's. */
  areLoadCpusGiven: boolean;
  /** Database connections over all workers. */
  databasePoolSize: number;
  timeoutSeconds: number;
  readyTimeoutSeconds: number;
  /** Null for no limit. */
  memoryLimitBytes: number | null;
  /** CPUs that the app may use; absent for no limit. */
  cpusLimit?: number;
  /** Absent to draw one. */
  seed?: number;
  /** Whether what the generator can do here is found out before. */
  isCalibrated: boolean;
}

/**
 * From words to values. `available`: the CPUs that may be used. `preset`: the protocol where none is named.
 * Throws UsageError for each value that cannot be.
 */
export function readMeasurement(
  input: Pick<CommandInput, "values" | "switches">,
  available: CpuSet,
  preset?: RequestedProtocol["name"],
): Measurement {
  const { values, switches } = input;
  const {
    workload,
    anchor,
    tuning,
    seed,
    streams,
    "cpus-limit": cpusLimit,
    "load-nodes": loadNodes,
  } = values;
  const divided = divideCpus(available);
  const server = readCpus("cpus-server", values["cpus-server"], available, divided.server);
  const load = readCpus("cpus-load", values["cpus-load"], available, divided.load);
  // Where the database shares the server's CPUs it follows them.
  const databaseDefault = divided.database === divided.server ? server : divided.database;
  const database = readCpus("cpus-database", values["cpus-database"], available, databaseDefault);
  return {
    ...(workload !== undefined && { workloads: readWorkloads(workload) }),
    levels: readLevels(input),
    protocol: readProtocol(input, preset),
    ...(anchor !== undefined && { anchor }),
    driver: readDriver(values),
    generators: readGenerators(values["generator"], switches.has("cross-check")),
    generatorThreads: readInteger("threads", values["threads"], load.length, { min: 1, max: 256 }),
    ...(loadNodes !== undefined && {
      loadNodes: readInteger("load-nodes", loadNodes, 1, { min: 1, max: 64 }),
    }),
    keepAlive: !switches.has("no-keep-alive"),
    ...(streams !== undefined && {
      streams: readInteger("streams", streams, 1, { min: 1, max: 1000 }),
    }),
    ...(tuning !== undefined && {
      tuning: readChoice("tuning", tuning, tuningProfileIds, "throughput"),
    }),
    tuneHost: switches.has("tune-host"),
    cpus: { server, load, database },
    areLoadCpusGiven: values["cpus-load"] !== undefined,
    databasePoolSize: readInteger("pool", values["pool"], defaultPoolSize, { min: 1, max: 190 }),
    timeoutSeconds: readSeconds("timeout", values["timeout"], 10, { min: 0.1, max: 600 }),
    readyTimeoutSeconds: readSeconds("ready-timeout", values["ready-timeout"], 30, {
      min: 1,
      max: 600,
    }),
    memoryLimitBytes: readBytes("memory", values["memory"]),
    ...(cpusLimit !== undefined && { cpusLimit: readCpusLimit(cpusLimit, server) }),
    ...(seed !== undefined && {
      seed: readInteger("seed", seed, 0, { min: 0, max: 2 ** 31 - 1 }),
    }),
    isCalibrated: !switches.has("no-calibration"),
  };
}

/** CPUs, of which a container may have a hundredth. One that is never reached limits nothing. Throws UsageError. */
function readCpusLimit(text: string, server: CpuSet): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0.01 && value <= server.length) return value;
  const most = `${server.length}, the number of CPUs in --cpus-server`;
  throw new UsageError(
    `--cpus-limit: expected a number of CPUs such as 0.5, from 0.01 to ${most}; got "${text}"`,
  );
}

/** `all`, or some of the contract's workloads and operations, with or without a parameter, in its order. Throws UsageError. */
function readWorkloads(text: string): NamedWorkload[] {
  if (text === "all") return [...workloadIds];
  const chosen = readList(text).map((part) => readWorkload("workload", part));
  if (chosen.length === 0) {
    throw new UsageError(
      `--workload: expected some of ${plainWorkloads.join(", ")}, got "${text}"`,
    );
  }
  return inTableOrder(chosen);
}

function readGenerators(text: string | undefined, crossCheck: boolean): GeneratorId[] {
  const first = readChoice<GeneratorId>("generator", text, generatorIds, generatorFor("main"));
  if (!crossCheck) return [first];
  const second = secondOpinionOn(first);
  const [speaks, other] = [first, second].map((id) => createGenerator(id).traits.speaks);
  if (speaks !== other) {
    throw new UsageError(
      `--cross-check: ${first} speaks ${speaks}, and ${second}, which would check it, ${other}: what they measure may differ. Leave it out`,
    );
  }
  return [first, second];
}
