import { availableCpus, readProcessStat, ticksPerSecond } from "@stackbench/host";
import { throughputOf, type LoadSession, type Sitting } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { bringUpBare, buildSpec, measureWindow, newRunId, type RunPorts } from "@stackbench/runner";
import {
  chooseDriver,
  cleanLeftovers,
  generatorFor,
  LivePage,
  loadReferenceServers,
  repositoryRoot,
  runStore,
  wirePorts,
} from "@stackbench/session";
import { seededRandom, shuffled } from "@stackbench/statistics";
import {
  type Command,
  type CommandInput,
  readInteger,
  readSeconds,
  say,
  watchInterrupts,
} from "@stackbench/terminal";
import { join } from "node:path";
import { conclude } from "../outcome.ts";
import { judgeLive, type LiveReading } from "./judge-live.ts";

export const livePerf: Command = {
  name: "live",
  summary:
    "what --live costs a window: one server measured in turn with its page followed and without",
  options: {
    rounds: { value: "n", help: "pairs of windows", default: "30" },
    duration: { value: "time", help: "length of a window", default: "2s" },
    json: { help: "stdout is one JSON object: {name, pass, figures}" },
  },
  run: compareWatched,
};

async function compareWatched({ values, switches }: CommandInput): Promise<number> {
  const rounds = readInteger("rounds", values["rounds"], 30, { min: 6, max: 1000 });
  const seconds = readSeconds("duration", values["duration"], 2, { min: 0.5, max: 60 });
  const { driver } = await chooseDriver("process");
  try {
    const ports = wirePorts(driver);
    using interrupts = watchInterrupts(say);
    const { signal } = interrupts;
    await cleanLeftovers(ports);
    const server = (await loadReferenceServers()).get("null")!;
    const told = { runId: newRunId(new Date()), sittingId: "perf-live/r1", say, signal };
    const cpus = divideCpus(availableCpus());
    await using sitting = await bringUpBare(ports, server, { ...told, cpus });
    const spec = buildSpec(
      { generatorThreads: 1, keepAlive: true, timeoutSeconds: 10, cpus },
      { workload: "hello", level: { loop: "closed", connections: 64 }, seed: 1 },
      sitting.target,
    );
    await using session = await ports.generator(generatorFor("main")).open(sitting, spec);
    await session.warmUp(2, 15, signal);
    const random = seededRandom(1);
    const readings: LiveReading[] = [];
    const measure = { ports, sitting, session, seconds, signal };
    for (let round = 1; round <= rounds; round++) {
      for (const watched of shuffled([true, false], random)) {
        signal.throwIfAborted();
        const figures = watched ? await measureWatched(measure) : await measureAlone(measure);
        const reading = { round, watched, ...figures };
        readings.push(reading);
        say(
          `round ${round}/${rounds}  ${watched ? "watched" : "alone  "}  ${reading.requestsPerSecond.toFixed(0).padStart(7)} req/s`,
        );
      }
    }
    return conclude("live", judgeLive(readings), switches.has("json"));
  } finally {
    await driver.close();
  }
}

interface Measured {
  ports: RunPorts;
  sitting: Sitting;
  session: LoadSession;
  seconds: number;
  signal: AbortSignal;
}

type Figures = Pick<LiveReading, "requestsPerSecond" | "watcherCpuSeconds">;

async function measureAlone({ ports, sitting, session, ...task }: Measured): Promise<Figures> {
  const { load } = await measureWindow(ports.sampler, sitting, session, task);
  return { requestsPerSecond: throughputOf(load), watcherCpuSeconds: 0 };
}

/** As in a run: the page is made of a real one and read, then the window is measured while somebody follows it. */
async function measureWatched(measured: Measured): Promise<Figures> {
  const directory = join(repositoryRoot, "results/published");
  const [runId] = await runStore(directory).list();
  await using page = await LivePage.open({
    directory,
    runId: runId!,
    port: 0,
    measures: undefined,
    say: () => {},
  });
  if (page.url === undefined || page.pid === undefined) throw new Error("expected a page");
  await (await fetch(page.url)).text();
  const followed = fetch(new URL("next?after=1", page.url)).catch(() => {});
  await page.hold();
  const before = cpuSecondsOf(page.pid);
  const figures = await measureAlone(measured);
  const watcherCpuSeconds = cpuSecondsOf(page.pid) - before;
  await page.render();
  await followed;
  return { ...figures, watcherCpuSeconds };
}

/** To the hundredth of a second. Throws where the process is gone. */
function cpuSecondsOf(pid: number): number {
  const stat = readProcessStat(pid);
  if (!stat) throw new Error("the program that serves the page has ended");
  return (stat.userTicks + stat.systemTicks) / ticksPerSecond;
}
