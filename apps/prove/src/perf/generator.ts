import {
  generatorFor,
  generatorIds,
  chooseDriver,
  chooseVariants,
  cleanLeftovers,
  wirePorts,
} from "@stackbench/session";
import { availableCpus } from "@stackbench/host";
import {
  type Command,
  type CommandInput,
  watchInterrupts,
  type InterruptWatch,
  readInteger,
  readSeconds,
  say,
} from "@stackbench/terminal";
import {
  answersWhileSampled,
  cpuSecondsOf,
  StackFailure,
  throughputOf,
  type GeneratorId,
  type Sitting,
} from "@stackbench/model";
import { buildSpec, type RunPorts, newRunId, bringUpBare, measureWindow } from "@stackbench/runner";
import { divideCpus } from "@stackbench/plan";
import { seededRandom, shuffled } from "@stackbench/statistics";
import { jsonOption } from "../json-option.ts";
import { readServedRequests } from "./nginx-status.ts";
import { judgeGenerators, modes, type Mode, type Reading } from "./judge-generators.ts";
import { conclude } from "../outcome.ts";

export const generatorPerf: Command = {
  name: "generator",
  summary:
    "requests/s and CPU of our generator against wrk, hey, ab and autocannon, counted by the server",
  options: {
    rounds: { value: "n", help: "interleaved rounds", default: "7" },
    duration: { value: "time", help: "length of a window", default: "4s" },
    connections: {
      value: "n,...",
      help: "connections; from the second count on only ours and wrk",
      default: "64,1000,4000",
    },
    ...jsonOption,
  },
  run: compareGenerators,
};

async function compareGenerators({ values, switches }: CommandInput): Promise<number> {
  const rounds = readInteger("rounds", values["rounds"], 7, { min: 1, max: 100 });
  const seconds = readSeconds("duration", values["duration"], 4, { min: 1, max: 60 });
  const counts = (values["connections"] ?? "64,1000,4000")
    .split(",")
    .map((count) => readInteger("connections", count, 64, { min: 1, max: 10_000 }));
  const { driver } = await chooseDriver("docker");
  try {
    const ports = wirePorts(driver);
    using interrupts = watchInterrupts(say);
    await cleanLeftovers(ports);
    const [entry] = await chooseVariants("nginx:one");
    const random = seededRandom(1);
    const readings: Reading[] = [];
    for (let round = 1; round <= rounds; round++) {
      await using sitting = await bringUpBare(ports, entry!, {
        runId: newRunId(new Date()),
        sittingId: `perf-generator/r${round}`,
        cpus: divideCpus(availableCpus()),
        signal: interrupts.signal,
        say,
      });
      const arms = counts.flatMap((connections, index) =>
        modes.flatMap((mode) =>
          (index === 0 ? generatorIds : [generatorFor("main"), generatorFor("yardstick")]).map(
            (generator) => ({
              mode,
              generator,
              connections,
            }),
          ),
        ),
      );
      for (const { mode, generator, connections } of shuffled(arms, random)) {
        interrupts.signal.throwIfAborted();
        const arm = { round, mode, generator, seconds, connections };
        const reading = await measure(ports, sitting, arm, interrupts);
        if (!reading) continue;
        readings.push(reading);
        say(
          `round ${round}/${rounds}  ${mode.padEnd(10)} c${String(connections).padEnd(5)} ${generator.padEnd(10)} ${reading.servedPerSecond.toFixed(0).padStart(7)} req/s served  ${reading.cpuMicrosPerRequest.toFixed(1)} CPU µs/request  reported/true ${reading.reportedOverTrue.toFixed(4)}`,
        );
      }
    }
    return conclude("generator", judgeGenerators(readings), switches.has("json"));
  } finally {
    await driver.close();
  }
}

interface Arm {
  round: number;
  mode: Mode;
  generator: GeneratorId;
  seconds: number;
  connections: number;
}

async function measure(
  ports: RunPorts,
  sitting: Sitting,
  arm: Arm,
  { signal }: InterruptWatch,
): Promise<Reading | undefined> {
  const spec = buildSpec(
    {
      generatorThreads: 1,
      keepAlive: arm.mode === "keep-alive",
      timeoutSeconds: 10,
      cpus: divideCpus(availableCpus()),
    },
    { workload: "hello", level: { loop: "closed", connections: arm.connections }, seed: 1 },
    sitting.target,
  );
  const generator = ports.generator(arm.generator);
  if (generator.refuses(spec) !== undefined) return undefined;
  await using session = await generator.open(sitting, spec);
  await session.warmUp({ seconds: 1, atMostSeconds: 1 }, signal);
  // The server's own counter is read while no load runs: all that the generator sent is in it.
  await session.rest(signal);
  let before = 0;
  let after = 0;
  const {
    load: result,
    acknowledged,
    use,
  } = await measureWindow(ports.sampler, sitting, session, {
    seconds: arm.seconds,
    signal,
    beforeLoad: async () => {
      before = await readServedRequests(sitting);
    },
    afterLoad: async () => {
      after = await readServedRequests(sitting);
    },
  });
  const { load } = use.services;
  if (!load) throw new StackFailure("window", "the generator's CPU could not be read");
  // The second reading of the counter is a request itself.
  const served = after - before - 1;
  const servedOverReported = served / acknowledged.succeeded;
  return {
    round: arm.round,
    mode: arm.mode,
    connections: arm.connections,
    generator: arm.generator,
    servedPerSecond: throughputOf(result) * servedOverReported,
    reportedPerSecond: throughputOf(result),
    reportedOverTrue: 1 / servedOverReported,
    cpuMicrosPerRequest:
      (cpuSecondsOf(load) * 1e6) /
      (answersWhileSampled({ load: result, use }) * servedOverReported),
    errors: Object.values(result.errors).reduce((sum, count) => sum + count, 0),
  };
}
