import { availableCpus, readProcessStat, ticksPerSecond } from "@stackbench/host";
import {
  answersWhileSampled,
  cpuSecondsOf as cpuTimeOf,
  throughputOf,
  type LoadSession,
  type Sitting,
} from "@stackbench/model";
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
import { median, seededRandom, shuffled } from "@stackbench/statistics";
import {
  type Command,
  type CommandInput,
  readInteger,
  readSeconds,
  say,
  watchInterrupts,
} from "@stackbench/terminal";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { jsonOption } from "../json-option.ts";
import { conclude } from "../outcome.ts";
import { judgeLive, type LiveReading } from "./judge-live.ts";

export const livePerf: Command = {
  name: "live",
  summary:
    "what --live costs a window: one server measured in turn with its page followed and without",
  options: {
    rounds: { value: "n", help: "pairs of windows", default: "80" },
    duration: { value: "time", help: "length of a window", default: "500ms" },
    ...jsonOption,
  },
  run: compareWatched,
};

async function compareWatched({ values, switches }: CommandInput): Promise<number> {
  const rounds = readInteger("rounds", values["rounds"], 80, { min: 6, max: 1000 });
  const seconds = readSeconds("duration", values["duration"], 0.5, { min: 0.2, max: 60 });
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
    await session.warmUp({ seconds: 2, atMostSeconds: 15 }, signal);
    const random = seededRandom(1);
    const readings: LiveReading[] = [];
    await using page = await openPage();
    const measure: Measured = { ports, sitting, session, page, seconds, signal, pauses: [] };
    // Thrown away: it says how long a page takes.
    await measureWatched(measure);
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

/** Of a real run. */
async function openPage(): Promise<LivePage> {
  const directory = join(repositoryRoot, "results/published");
  const [runId] = await runStore(directory).list();
  return await LivePage.open({ directory, runId: runId!, port: 0, measures: undefined, say });
}

interface Measured {
  ports: RunPorts;
  sitting: Sitting;
  session: LoadSession;
  page: LivePage;
  seconds: number;
  signal: AbortSignal;
  /** Before windows that were watched, ms: how long the page was made and read. */
  pauses: number[];
}

type Figures = Omit<LiveReading, "round" | "watched">;

/** Its program stands still meanwhile, by the kernel's word. A server that has paused is faster after it: here it pauses as long. */
async function measureAlone(measured: Measured): Promise<Figures> {
  const { page, signal } = measured;
  const pid = pidOf(page);
  await setTimeout(median(measured.pauses), undefined, { signal });
  process.kill(pid, "SIGSTOP");
  try {
    return await measureBeside(measured);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

/** As in a run: the page is made and read, then the window is measured while somebody waits for the next. */
async function measureWatched(measured: Measured): Promise<Figures> {
  const { page } = measured;
  const fromMs = performance.now();
  await page.render();
  await (await fetch(page.url!)).text();
  const rendering = page.renderings;
  const gone = new AbortController();
  const followed = fetch(new URL(`next?after=${rendering}`, page.url), gone).catch(() => {});
  await page.hold();
  measured.pauses.push(performance.now() - fromMs);
  const figures = await measureBeside(measured);
  gone.abort();
  await followed;
  return figures;
}

/** What the page's program uses is read at the window's edges. */
async function measureBeside({
  ports,
  sitting,
  session,
  page,
  seconds,
  signal,
}: Measured): Promise<Figures> {
  const pid = pidOf(page);
  let [from, to] = [0, 0];
  const beside = {
    begin: () => void (from = cpuSecondsOf(pid)),
    end: () => void (to = cpuSecondsOf(pid)),
  };
  const { load, use } = await measureWindow(ports.sampler, sitting, session, {
    seconds,
    signal,
    beside,
  });
  const { app } = use.services;
  if (!app) throw new Error("the server's CPU could not be read");
  return {
    requestsPerSecond: throughputOf(load),
    cpuMicrosPerRequest: (cpuTimeOf(app) * 1e6) / answersWhileSampled({ load, use }),
    watcherCpuSeconds: to - from,
  };
}

function pidOf({ pid, url }: LivePage): number {
  if (pid === undefined || url === undefined) throw new Error("the page is not served any more");
  return pid;
}

/** To the hundredth of a second. Throws where the process is gone. */
function cpuSecondsOf(pid: number): number {
  const stat = readProcessStat(pid);
  if (!stat) throw new Error("the program that serves the page has ended");
  return (stat.userTicks + stat.systemTicks) / ticksPerSecond;
}
