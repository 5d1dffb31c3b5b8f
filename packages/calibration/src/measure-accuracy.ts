import { readRecord, resetRecord, type ReferenceRecord } from "@stackbench/reference-servers";
import {
  HostError,
  StackFailure,
  stealShareOf,
  type Accuracy,
  type CpuSets,
  type GeneratorId,
  type LoadGenerator,
  type LoadLevel,
  type Sitting,
} from "@stackbench/model";
import { bringUpBare, buildSpec, newRunId, type RunPorts } from "@stackbench/runner";
import { seededRandom, shuffled } from "@stackbench/statistics";
import { judgeAccuracy } from "./judge-accuracy.ts";
import { loadWindows } from "./load-windows.ts";
import { laws, type CalibrationServers } from "./servers.ts";

/** What a generator sends in an open loop: far from its ceiling and from the servers'. */
const ratePerSecond = 1000;

export interface AccuracyTask {
  generators: readonly GeneratorId[];
  servers: CalibrationServers;
  connections: number;
  cpus: CpuSets;
  /** Length of each window, seconds: p99.9 needs 30 s at 1,000 requests/s. */
  durationSeconds: number;
  warmupSeconds: number;
  signal: AbortSignal;
  say(line: string): void;
}

/** What was found, and in words what was not. */
interface MeasuredAccuracy {
  accuracy: Accuracy[];
  leftOut: string[];
}

/**
 * Holds every generator's percentiles against servers that record how long each request stayed with them: in an
 * open loop that which has one, the others in a closed one. One that gives no latency is left out.
 */
export async function measureAccuracy(
  task: AccuracyTask,
  ports: Pick<RunPorts, "driver" | "generator" | "sampler" | "tuner">,
): Promise<MeasuredAccuracy> {
  const accuracy: Accuracy[] = [];
  const leftOut: string[] = [];
  const generators = task.generators.filter((id) => {
    const { latencyOrigins } = ports.generator(id).traits;
    const givesLatency = Object.values(latencyOrigins).some((origin) => origin !== null);
    if (!givesLatency) leftOut.push(`${id}: gives throughput only, no latency`);
    return givesLatency;
  });
  if (generators.length === 0) return { accuracy, leftOut };
  const random = seededRandom(1);
  for (const law of laws) {
    try {
      await using sitting = await bringUpBare(ports, task.servers.get(law)!, {
        runId: newRunId(new Date()),
        sittingId: `calibrate/${law}`,
        cpus: task.cpus,
        signal: task.signal,
        say: task.say,
      });
      const found = await witnessLaw(task, law, shuffled(generators, random), sitting, ports);
      accuracy.push(...found.accuracy);
      leftOut.push(...found.leftOut);
    } catch (error) {
      leftOut.push(`${law}: ${failureOf(error, task.signal)}`);
    }
  }
  return { accuracy: accuracy.toSorted(inOrder(task.generators)), leftOut };
}

/** All generators against one law. */
async function witnessLaw(
  task: AccuracyTask,
  law: string,
  generators: readonly GeneratorId[],
  sitting: Sitting,
  ports: Pick<RunPorts, "generator" | "sampler">,
): Promise<MeasuredAccuracy> {
  const accuracy: Accuracy[] = [];
  const leftOut: string[] = [];
  for (const generator of generators) {
    task.signal.throwIfAborted();
    task.say(`accuracy  ${generator} against ${law}, ${task.durationSeconds} s`);
    try {
      accuracy.push(await testify(task, law, generator, sitting, ports));
    } catch (error) {
      leftOut.push(`${generator} against ${law}: ${failureOf(error, task.signal)}`);
    }
  }
  return { accuracy, leftOut };
}

/** What went wrong with a server or a generator, as data. Throws everything else, the signal's reason first. */
function failureOf(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (!(error instanceof StackFailure || error instanceof HostError)) throw error;
  return error.message;
}

async function testify(
  task: AccuracyTask,
  law: string,
  generator: GeneratorId,
  sitting: Sitting,
  ports: Pick<RunPorts, "generator" | "sampler">,
): Promise<Accuracy> {
  const chosen = ports.generator(generator);
  const level = levelFor(chosen, task);
  const spec = buildSpec(
    { generatorThreads: 1, keepAlive: true, timeoutSeconds: 10, cpus: task.cpus },
    { workload: "hello", level, seed: 1 },
    sitting.target,
  );
  const refusal = chosen.refuses(spec);
  if (refusal !== undefined) throw new StackFailure("window", refusal);
  let record: ReferenceRecord | undefined;
  const edges = {
    beforeLoad: () => resetRecord(sitting),
    afterLoad: async () => {
      record = await readRecord(sitting);
    },
  };
  const times = { ...task, windows: 1 };
  const [window] = await loadWindows(ports, sitting, {
    generator: chosen,
    spec,
    times,
    signal: task.signal,
    edges,
  });
  const { load, use } = window!;
  const { residence } = record!;
  return judgeAccuracy({ law, level, load, residence, stealShare: stealShareOf(use) });
}

function levelFor({ traits }: LoadGenerator, { connections }: AccuracyTask): LoadLevel {
  return "open" in traits.latencyOrigins
    ? { loop: "open", connections, ratePerSecond, arrivals: "poisson" }
    : { loop: "closed", connections };
}

function inOrder(generators: readonly GeneratorId[]) {
  return (a: Accuracy, b: Accuracy): number =>
    laws.findIndex((law) => law === a.law) - laws.findIndex((law) => law === b.law) ||
    generators.indexOf(a.generator) - generators.indexOf(b.generator);
}
