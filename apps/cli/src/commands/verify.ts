import { urlOptions } from "@stackbench/experiments";
import { availableCpus } from "@stackbench/host";
import {
  type Catalog,
  chooseDriver,
  driverChoices,
  readDriver,
  repositoryRoot,
  keepRunnable,
  cleanLeftovers,
  wirePorts,
} from "@stackbench/session";
import {
  type Command,
  type CommandInput,
  exitCodes,
  hostOption,
  registryOption,
  watchInterrupts,
  readInteger,
  readSeconds,
  say,
  show,
  showJson,
} from "@stackbench/terminal";
import {
  servicesFor,
  StackFailure,
  variantKey,
  type CpuSets,
  type CustomRequest,
  type Sitting,
  type Selected,
} from "@stackbench/model";
import { holdIdle } from "@stackbench/contract";
import { divideCpus } from "@stackbench/plan";
import { type RunPorts, newRunId, bareRequest } from "@stackbench/runner";
import { chooseStacks, findRunning } from "../choose-verified.ts";
import { listedCommands } from "../listed-commands.ts";
import { passed, showVerifyOutcome, type VerifyOutcome } from "../verify-outcome.ts";

export const verify: Command = {
  ...listedCommands.verify,
  positionals: "[stack …]",
  options: {
    all: { help: "every variant of every stack" },
    cover: {
      help: "as --all, but only so many that every stack and every shape is among them, drawn by the seed",
    },
    driver: { value: "name", help: driverChoices.join(", "), default: "auto" },
    host: hostOption,
    registry: registryOption,
    ...urlOptions,
    workload: {
      value: "names",
      help: "with --url: what to check",
      default: "all that need nothing but the server",
    },
    seed: { value: "n", help: "seed of the inputs", default: "drawn anew" },
    "ready-timeout": {
      value: "time",
      help: "how long a stack may take to become ready",
      default: "30s",
    },
    jobs: { value: "n", help: "variants at a time: nothing is measured", default: "1" },
    json: { help: "stdout is one JSON object and nothing else" },
  },
  examples: [
    "pnpm bench verify fastify",
    "pnpm bench verify aiohttp:gunicorn ./my-app",
    "pnpm bench verify --url=http://127.0.0.1:8000 --workload=hello,hash-sort",
  ],
  run: verifyVariants,
};

/** `tree`: the one whose stacks are meant. Gives the exit code. */
export async function verifyVariants(input: CommandInput, tree = repositoryRoot): Promise<number> {
  const { values, switches } = input;
  const servers = await findRunning(input);
  const seed = readInteger("seed", values["seed"], Date.now() % 2 ** 31, {
    min: 0,
    max: 2 ** 31 - 1,
  });
  const { selected, broken } = servers
    ? { selected: servers.selected, broken: [] }
    : await chooseStacks(input, seed, tree);
  const readyTimeoutMs =
    1000 * readSeconds("ready-timeout", values["ready-timeout"], 30, { min: 1, max: 600 });
  const jobs = readInteger("jobs", values["jobs"], 1, { min: 1, max: 64 });
  const choice = readDriver(values);
  const { driver, reason } = servers?.chosen ?? (await chooseDriver(choice));
  try {
    say(`${(await driver.describe()).description}: ${reason}; seed ${seed}`);
    const ports = wirePorts(driver);
    using interrupts = watchInterrupts(say);
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const outcomes = broken.map(brokenOutcome);
    if (!switches.has("json")) for (const outcome of outcomes) showVerifyOutcome(outcome, 0);
    const settings = {
      runId: newRunId(new Date()),
      seed,
      readyTimeoutMs,
      signal: interrupts.signal,
      customRequests: servers?.customRequests,
    };
    await inTurns(keepRunnable(selected, driver, say), jobs, async (entry, job) => {
      interrupts.signal.throwIfAborted();
      const started = performance.now();
      const outcome = await verifyOne(ports, entry, {
        ...settings,
        cpus: driver.elsewhere?.cpus ?? cpusOf(job),
      });
      outcomes.push(outcome);
      if (!switches.has("json")) showVerifyOutcome(outcome, (performance.now() - started) / 1000);
    });
    const failed = outcomes.filter((outcome) => !passed(outcome)).length;
    if (switches.has("json")) {
      const rows = outcomes.map((outcome) => ({ ...outcome, pass: passed(outcome) }));
      showJson({ schemaVersion: 1, seed, variants: rows });
    } else {
      show(`${outcomes.length - failed} verified, ${failed} failed\n`);
    }
    return failed > 0 ? exitCodes.failed : exitCodes.ok;
  } finally {
    await driver.close();
  }
}

/** A stack that cannot be read fails whatever of it was to be checked. */
function brokenOutcome({ id, message }: Catalog["broken"][number]): VerifyOutcome {
  return { key: id, checks: 0, differences: [], failure: `broken: ${message}`, logLines: [] };
}

/** Up to `jobs` at a time. The first failure ends it once all that was begun has ended. */
async function inTurns<Entry>(
  entries: readonly Entry[],
  jobs: number,
  one: (entry: Entry, job: number) => Promise<void>,
): Promise<void> {
  const left = [...entries];
  const work = async (job: number): Promise<void> => {
    try {
      for (let entry = left.shift(); entry !== undefined; entry = left.shift())
        await one(entry, job);
    } finally {
      left.length = 0;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: jobs }, (_, job) => work(job)));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Every other job has the CPUs of server and generator the other way round, where they are as many: all are then used alike. */
function cpusOf(job: number): CpuSets {
  const sets = divideCpus(availableCpus());
  if (job % 2 === 0 || sets.server.length !== sets.load.length) return sets;
  const database = sets.database === sets.server ? sets.load : sets.database;
  return { server: sets.load, load: sets.server, database };
}

interface Settings {
  cpus: CpuSets;
  runId: string;
  seed: number;
  readyTimeoutMs: number;
  signal: AbortSignal;
  customRequests: CustomRequest[] | undefined;
}

async function verifyOne(
  ports: RunPorts,
  entry: Selected,
  { runId, seed, readyTimeoutMs, signal, customRequests, cpus }: Settings,
): Promise<VerifyOutcome> {
  const { stack, variant } = entry;
  const key = variantKey(variant);
  const services = servicesFor(stack.workloads);
  try {
    const { proxy, replicas } = variant;
    await ports.driver.prepare(stack, { services, proxy, replicas }, say, signal);
    await using sitting = await ports.driver.bringUp(
      bareRequest(entry, {
        runId,
        sittingId: `verify/${key}`,
        services,
        cpus,
        readyTimeoutMs,
        signal,
      }),
    );
    const verification = await ports.verifier.verify(sitting, {
      ...sitting.target,
      ...(sitting.databaseUrl === undefined ? {} : { databaseUrl: sitting.databaseUrl }),
      ...(customRequests === undefined
        ? { workloads: stack.workloads }
        : { workloads: [], customRequests: customRequests.map(({ request }) => request) }),
      tableUnseen: !ports.driver.traits.startsServers,
      seed,
    });
    const failure = await faultOf(sitting);
    const isWrong = failure !== undefined || verification.differences.length > 0;
    const logLines = isWrong ? await sitting.logs("app", 20) : [];
    return { key, ...verification, ...(failure === undefined ? {} : { failure }), logLines };
  } catch (error) {
    if (!(error instanceof StackFailure) || signal.aborted) throw error;
    const { stage, message, logLines } = error.failure;
    return { key, checks: 0, differences: [], failure: `${stage}: ${message}`, logLines };
  }
}

/** What of the app does not live and end as it must, whatever it answers. */
async function faultOf(sitting: Sitting): Promise<string | undefined> {
  const casualty = await sitting.casualty();
  if (casualty) return `verify: ${casualty.service} ${casualty.message}`;
  if (!sitting.endApp) return undefined;
  // As when it is deployed: clients and proxies keep connections, and none of them may hold the end up.
  await holdIdle(sitting, sitting.target);
  const fault = await sitting.endApp();
  return fault === undefined ? undefined : `take-down: ${fault}`;
}
