import { availableCpus } from "@stackbench/session";
import { type Command, type CommandInput, say, percent } from "@stackbench/terminal";
import { createGenerator } from "@stackbench/load";
import { isValid, stealShareOf, type LoadLevel } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { judgeWindow } from "@stackbench/runner";
import {
  judgeLittle,
  servers,
  shortExtent,
  starvedCpuShare,
  wholeExtent,
  type LittleTrial,
} from "./little-verdict.ts";
import { meanMs } from "./percentiles.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { openReferenceServers, type ReferenceServers } from "./open-reference-servers.ts";
import { throttleLoad } from "./throttle-load.ts";
import type { RecordedWindow } from "./measure-with-record.ts";

export const littleProof: Command = {
  name: "little",
  summary:
    "Little's law holds in every valid window, and a starved generator is always rejected (Docker)",
  options: proofOptions,
  run: proveLittle,
};

/** In turn: a closed loop that could fill the CPU, and a rate that needs more than the quota while it spins. */
const starvedLevels: readonly LoadLevel[] = [
  { loop: "closed", connections: 64 },
  { loop: "open", connections: 64, ratePerSecond: 1000, arrivals: "poisson" },
];

async function proveLittle(input: CommandInput): Promise<number> {
  const short = input.switches.has("short");
  const extent = short ? shortExtent : wholeExtent;
  // What is under way at an edge blurs throughput times mean service time by a request a connection or so.
  const seconds = short ? 3 : 5;
  // A quota needs a cgroup.
  await using reference = await openReferenceServers(
    { ...input, values: { ...input.values, driver: "docker" } },
    servers,
  );
  const log = await openLog<LittleTrial>("little", input, { seconds, driver: reference.driver });
  for (const server of servers) {
    const left = extent.connectionCounts.flatMap((connections) => {
      const done = log.trials.filter(
        (t) => t.part === "healthy" && t.server === server && t.connections === connections,
      );
      return Array.from(
        { length: Math.max(0, extent.healthyWindows - done.length) },
        () => connections,
      );
    });
    if (left.length === 0) continue;
    await using sitting = await reference.bringUp(server);
    for (const connections of left) {
      const level: LoadLevel = { loop: "closed", connections };
      const measured = await reference.load(sitting, {
        ...asked(level, log.trials.length),
        warmupSeconds: short ? 0.5 : 1,
        seconds,
      });
      await keep(log, trialOf("healthy", server, level, measured));
    }
  }
  await starve(reference, log, { windows: extent.starvedWindows, seconds: short ? 1.2 : 3 });
  return judgeLittle(log.trials, extent, input.switches.has("json"));
}

type Log = Awaited<ReturnType<typeof openLog<LittleTrial>>>;

async function starve(
  reference: ReferenceServers,
  log: Log,
  { windows, seconds }: { windows: number; seconds: number },
): Promise<void> {
  const starved = (): number => log.trials.filter((trial) => trial.part === "starved").length;
  if (starved() >= windows) return;
  await using sitting = await reference.bringUp("null");
  await throttleLoad(reference.runId, starvedCpuShare);
  while (starved() < windows) {
    const level = starvedLevels[starved() % starvedLevels.length]!;
    const measured = await reference.load(sitting, {
      ...asked(level, log.trials.length),
      warmupSeconds: 0,
      seconds,
    });
    await keep(log, trialOf("starved", "null", level, measured));
  }
}

function asked(level: LoadLevel, seed: number) {
  return { generator: createGenerator("stackbench"), level, seed };
}

function trialOf(
  part: LittleTrial["part"],
  server: string,
  level: LoadLevel,
  { load, use }: RecordedWindow,
): LittleTrial {
  const cautions = judgeWindow({
    experiment: { cpus: divideCpus(availableCpus()), driver: "process", keepAlive: true },
    variant: { workers: 1 },
    connections: level.connections,
    load,
    use,
    calibration: null,
  });
  const requestsPerSecond = load.succeeded / load.seconds;
  const meanServiceMs = meanMs(load.serviceTime!);
  const inFlight = (requestsPerSecond * meanServiceMs) / 1000;
  return {
    part,
    server,
    loop: level.loop,
    connections: level.connections,
    requestsPerSecond,
    meanServiceMs,
    residual: level.loop === "closed" ? Math.abs(level.connections / inFlight - 1) : null,
    valid: isValid({ cautions }),
    cautions: cautions.map(({ kind, severity }) => `${kind} (${severity})`),
    stealShare: stealShareOf(use) ?? null,
    throttledSeconds: use.services.load?.throttledSeconds ?? null,
  };
}

async function keep(log: Log, trial: LittleTrial): Promise<void> {
  await log.append(trial);
  say(
    `${trial.part.padEnd(8)} ${trial.server.padEnd(12)} ${trial.loop} c${trial.connections}  residual ${percent(trial.residual)}  ${trial.valid ? "valid" : "rejected"}  ${trial.cautions.join(", ")}`,
  );
}
