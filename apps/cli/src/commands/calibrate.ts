import {
  type Command,
  type CommandInput,
  exitCodes,
  hostOption,
  loadNodesOption,
  registryOption,
  watchInterrupts,
  readChoice,
  readCpus,
  readInteger,
  readList,
  readSeconds,
  say,
  show,
  showJson,
} from "@stackbench/terminal";
import { availableCpus } from "@stackbench/host";
import {
  calibrationServers,
  conditionsNow,
  chooseDriver,
  refuseLoadNodes,
  driverChoices,
  readDriver,
  expectWritable,
  stateDirectory,
  cleanLeftovers,
  wirePorts,
  generatorFor,
  generatorIds,
} from "@stackbench/session";
import {
  calibrationConnections,
  shortTimes,
  describeValidity,
  validityOf,
  calibrationPath,
  keepCalibration,
  readCalibration,
  measureCalibration,
  withWhatHolds,
} from "@stackbench/calibration";
import { dirname } from "node:path";
import { HostError, StackFailure, UsageError, type GeneratorId } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { renderCalibration } from "../calibration/render-calibration.ts";
import { showCalibration } from "../calibration/show-calibration.ts";
import { listedCommands } from "../listed-commands.ts";

export const calibrate: Command = {
  ...listedCommands.calibrate,
  options: {
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    host: hostOption,
    registry: registryOption,
    generator: {
      value: "name,…",
      help: `${generatorIds.join(", ")}, or all`,
      default: "all; stackbench with --short",
    },
    tls: { help: "ceilings over TLS too: of the generators that speak it" },
    connections: { value: "n", help: "connections held open", default: "64" },
    threads: {
      value: "n",
      help: "generator threads, on each load node",
      default: "one for each generator CPU",
    },
    "load-nodes": loadNodesOption,
    rounds: {
      value: "n",
      help: "interleaved rounds of all ceilings",
      default: "3; 1 with --short",
    },
    duration: { value: "time", help: "window of a ceiling", default: "3s; 2s with --short" },
    "accuracy-duration": {
      value: "time",
      help: "window against a server of known latency; p99.9 needs 30s, 0 leaves accuracy out",
      default: "10s; 0 with --short",
    },
    "cpus-server": { value: "set", help: "CPUs of the server, such as 0 or 0-1,3" },
    "cpus-load": { value: "set", help: "CPUs of the generator" },
    short: { help: "as runs do it for themselves: keep-alive only, no accuracy, some seconds" },
    show: { help: "measure nothing: print what is kept, and whether it still holds" },
    json: { help: "stdout is one JSON object and nothing else" },
  },
  examples: ["pnpm bench calibrate", "pnpm bench calibrate --short", "pnpm bench calibrate --show"],
  run: calibrateMachine,
};

async function calibrateMachine(input: CommandInput): Promise<number> {
  const { values, switches } = input;
  const task = readTask(input);
  const cpus = readCpuSets(values);
  const threadsEach = readInteger("threads", values["threads"], cpus.load.length, threadRange);
  const { "load-nodes": asked } = values;
  const loadNodes =
    asked === undefined ? undefined : readInteger("load-nodes", asked, 1, { min: 1, max: 64 });
  const { driver, reason } = await chooseDriver(readDriver(values), undefined, loadNodes);
  try {
    refuseLoadNodes(driver, loadNodes);
    const threads = threadsEach * (driver.elsewhere?.loadNodes ?? 1);
    const conditions = conditionsNow(driver, cpus);
    const path = calibrationPath(stateDirectory, conditions);
    const ports = wirePorts(driver);
    const json = switches.has("json");
    if (switches.has("show")) return await showCalibration({ path, conditions, ports, json });
    await expectWritable("the calibration", dirname(path));
    say(`driver: ${driver.name} (${reason})`);
    using interrupts = watchInterrupts(say);
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const { signal } = interrupts;
    const { calibration: measured, leftOut } = await measureCalibration(
      { ...task, servers: await calibrationServers(driver), threads, signal, say },
      conditions,
      ports,
    );
    if (!measured) {
      throw new HostError(`no ceiling could be measured:\n  ${leftOut.join("\n  ")}`);
    }
    const calibration = withWhatHolds(measured, await readCalibration(path), conditions);
    await keepCalibration(path, calibration);
    const validity = validityOf(calibration, conditions, ports);
    if (json) showJson({ path, ...validity, leftOut, calibration });
    else {
      show(`\n${renderCalibration(calibration)}\n`);
      for (const line of leftOut) show(`left out: ${line}\n`);
      show(`kept in ${path}\n${describeValidity(validity)}\n`);
    }
    return validity.stale === null ? exitCodes.ok : exitCodes.failed;
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    const { message, logLines } = error.failure;
    // The null server is the harness's own: what keeps it down is the machine's fault, not a stack's.
    throw new HostError([`the null server: ${message}`, ...logLines].join("\n  "), {
      cause: error,
    });
  } finally {
    await driver.close();
  }
}

const threadRange = { min: 1, max: 256 };

function readTask({ values, switches }: CommandInput) {
  const short = switches.has("short");
  const { warmupSeconds, ...times } = shortTimes;
  const generators = readGenerators(values["generator"], short);
  const accuracySeconds = readSeconds(
    "accuracy-duration",
    values["accuracy-duration"],
    short ? 0 : 10,
    { min: 0, max: 3600 },
  );
  const full = accuracySeconds > 0 && generators.length === generatorIds.length;
  const preset = short ? times : { durationSeconds: 3, windows: 1, rounds: 3 };
  return {
    depth: full ? ("full" as const) : ("short" as const),
    generators,
    modes: short ? [true] : [true, false],
    overTls: switches.has("tls") ? [false, true] : [false],
    connections: readInteger("connections", values["connections"], calibrationConnections, {
      min: 1,
      max: 20_000,
    }),
    rounds: readInteger("rounds", values["rounds"], preset.rounds, { min: 1, max: 100 }),
    windows: preset.windows,
    warmupSeconds,
    durationSeconds: readSeconds("duration", values["duration"], preset.durationSeconds, {
      min: 0.1,
      max: 600,
    }),
    accuracySeconds,
  };
}

function readGenerators(text: string | undefined, short: boolean): readonly GeneratorId[] {
  if (text === undefined) return short ? [generatorFor("main")] : generatorIds;
  if (text === "all") return generatorIds;
  const chosen = readList(text).map((part) =>
    readChoice<GeneratorId>("generator", part, generatorIds, generatorFor("main")),
  );
  if (chosen.length === 0) {
    throw new UsageError(
      `--generator: expected some of ${generatorIds.join(", ")}, or all, got "${text}"`,
    );
  }
  return generatorIds.filter((id) => chosen.includes(id));
}

function readCpuSets(values: CommandInput["values"]) {
  const available = availableCpus();
  const divided = divideCpus(available);
  const server = readCpus("cpus-server", values["cpus-server"], available, divided.server);
  const load = readCpus("cpus-load", values["cpus-load"], available, divided.load);
  return {
    server,
    load,
    database: divided.database === divided.server ? server : divided.database,
  };
}
