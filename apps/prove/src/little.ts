import { availableCpus } from "@stackbench/host";
import { say, percent } from "@stackbench/terminal";
import { createGenerator } from "@stackbench/session";
import { isValid, stealShareOf, type LoadLevel, timesOf } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import { judgeWindow, littleResidual } from "@stackbench/runner";
import {
  judgeLittle,
  servers,
  shortExtent,
  starvedCpuShare,
  wholeExtent,
  type LittleExtent,
  type LittleTrial,
} from "./judge-little.ts";
import { meanMs } from "./percentiles.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { describeSteal, lacksWindow } from "./undisturbed.ts";
import { openReferenceServers, type ReferenceServers } from "./open-reference-servers.ts";
import { throttleLoad } from "./throttle-load.ts";
import type { RecordedWindow } from "./measure-with-record.ts";

export const littleProof = proofCommand<LittleTrial, ProofRequest>({
  name: "little",
  summary:
    "Little's law holds in every valid window, and a starved generator is always rejected (Docker)",
  options: {},
  version: 1,
  read: ({ switches }) =>
    switches.has("short")
      ? { ...shortExtent, seconds: 3, warmupSeconds: 0.5, starvedSeconds: 1.2 }
      : { ...wholeExtent, seconds: 5, warmupSeconds: 1, starvedSeconds: 3 },
  measure: measureLittle,
  judge: ({ trials }, extent) => judgeLittle(trials, extent),
});

interface ProofRequest extends LittleExtent {
  /** Of a window. What is under way at an edge blurs throughput times mean service time by a request a connection or so. */
  seconds: number;
  warmupSeconds: number;
  starvedSeconds: number;
}

/** In turn: a closed loop that could fill the CPU, and a rate that needs more than the quota while it spins. */
const starvedLevels: readonly LoadLevel[] = [
  { loop: "closed", connections: 64 },
  { loop: "open", connections: 64, ratePerSecond: 1000, arrivals: "poisson" },
];

async function measureLittle(
  extent: ProofRequest,
  open: OpenLog<LittleTrial>,
): Promise<ProofLog<LittleTrial>> {
  const { connectionCounts, healthyWindows, seconds, warmupSeconds } = extent;
  // A quota needs a cgroup.
  await using reference = await openReferenceServers("docker", servers);
  const log = await open({ seconds, driver: reference.driver });
  for (const server of servers) {
    const isLacking = (connections: number): boolean =>
      lacksWindow(
        log.trials.filter(
          (t) => t.part === "healthy" && t.server === server && t.connections === connections,
        ),
        healthyWindows,
      );
    if (!connectionCounts.some(isLacking)) continue;
    await using sitting = await reference.bringUp(server);
    for (const connections of connectionCounts) {
      while (isLacking(connections)) {
        const level: LoadLevel = { loop: "closed", connections };
        const measured = await reference.load(sitting, {
          ...asked(level, log.trials.length),
          warmupSeconds,
          seconds,
        });
        await keep(log, trialOf("healthy", server, level, measured));
      }
    }
  }
  await starve(reference, log, extent);
  return log;
}

async function starve(
  reference: ReferenceServers,
  log: ProofLog<LittleTrial>,
  { starvedWindows, starvedSeconds }: ProofRequest,
): Promise<void> {
  const starved = () => log.trials.filter((trial) => trial.part === "starved");
  if (!lacksWindow(starved(), starvedWindows)) return;
  await using sitting = await reference.bringUp("null");
  await throttleLoad(reference.runId, starvedCpuShare);
  while (lacksWindow(starved(), starvedWindows)) {
    const level = starvedLevels[starved().length % starvedLevels.length]!;
    const measured = await reference.load(sitting, {
      ...asked(level, log.trials.length),
      warmupSeconds: 0,
      seconds: starvedSeconds,
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
    experiment: { cpus: divideCpus(availableCpus()), startsServers: true, keepAlive: true },
    variant: { workers: 1 },
    connections: level.connections,
    load,
    use,
    calibration: null,
  });
  const requestsPerSecond = load.succeeded / load.seconds;
  const meanServiceMs = meanMs(timesOf(load)!);
  const inFlight = (requestsPerSecond * meanServiceMs) / 1000;
  return {
    part,
    server,
    loop: level.loop,
    connections: level.connections,
    requestsPerSecond,
    meanServiceMs,
    residual:
      level.loop === "closed"
        ? littleResidual({ ...level, inFlight, connecting: 0, requestsPerSecond })
        : null,
    valid: isValid({ cautions }),
    cautions: cautions.map(({ kind, severity }) => `${kind} (${severity})`),
    stealShare: stealShareOf(use) ?? null,
    throttledSeconds: use.services.load?.throttledSeconds ?? null,
  };
}

async function keep(log: ProofLog<LittleTrial>, trial: LittleTrial): Promise<void> {
  await log.append(trial);
  say(
    `${trial.part.padEnd(8)} ${trial.server.padEnd(12)} ${trial.loop} c${trial.connections}  residual ${percent(trial.residual)}  ${trial.valid ? "valid" : "rejected"}  steal ${describeSteal(trial)}  ${trial.cautions.join(", ")}`,
  );
}
