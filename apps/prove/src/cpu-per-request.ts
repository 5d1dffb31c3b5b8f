import { say } from "@stackbench/terminal";
import { createGenerator, createSampler, readDriver, type DriverChoice } from "@stackbench/session";
import { cpuSecondsOf, stealShareOf, throughputOf } from "@stackbench/model";
import {
  connectionCounts,
  judgeCpuPerRequest,
  spinUs,
  type CpuTrial,
  type FilesTrial,
  type SpinTrial,
} from "./judge-cpu-per-request.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";
import { proofCommand, type OpenLog } from "./proof.ts";
import type { ProofLog } from "./proof-log.ts";
import { describeSteal, lacksWindow } from "./undisturbed.ts";
import { unifiedTree } from "./unified-tree.ts";

export const cpuPerRequestProof = proofCommand<CpuTrial, ProofRequest>({
  name: "cpu-per-request",
  summary: "CPU time per request against a server that burns a known amount",
  options: driverOption,
  // 2: each line says which part it is of, and the tree of files has a line too.
  version: 2,
  read: ({ values, switches }) => ({
    driver: readDriver(values),
    ...(switches.has("short") ? { seconds: 3, wanted: 2 } : { seconds: 10, wanted: 10 }),
  }),
  measure: measureCpuPerRequest,
  judge: ({ trials }, { wanted }) => judgeCpuPerRequest(trials, wanted),
});

interface ProofRequest {
  driver: DriverChoice;
  /** Of a window. */
  seconds: number;
  /** Windows of each number of connections. */
  wanted: number;
}

async function measureCpuPerRequest(
  { driver, seconds, wanted }: ProofRequest,
  open: OpenLog<CpuTrial>,
): Promise<ProofLog<CpuTrial>> {
  await using reference = await openReferenceServers(driver, ["spin"]);
  const log = await open({ seconds, driver: reference.driver });
  if (!log.trials.some(({ part }) => part === "files")) await log.append(await measureFiles());
  const isLacking = (connections: number): boolean =>
    lacksWindow(
      log.trials
        .filter((trial) => trial.part === "window")
        .filter((trial) => trial.connections === connections),
      wanted,
    );
  if (!connectionCounts.some(isLacking)) return log;
  await using sitting = await reference.bringUp("spin");
  for (const connections of connectionCounts) {
    while (isLacking(connections)) {
      const { load, use, record } = await reference.load(sitting, {
        generator: createGenerator("stackbench"),
        level: { loop: "closed", connections },
        warmupSeconds: 1,
        seconds,
        seed: log.trials.length + 1,
      });
      const app = use.services.app!;
      const trial: SpinTrial = {
        part: "window",
        source: app.source,
        connections,
        requests: load.succeeded,
        stealShare: stealShareOf(use) ?? null,
        measuredUs: (cpuSecondsOf(app) / use.seconds / throughputOf(load)) * 1e6,
        ownUs: record.processCpuUs / record.count,
        burnedUs: record.burnedCpuUs / record.count,
      };
      await log.append(trial);
      say(
        `c${connections}  measured ${trial.measuredUs.toFixed(1)} µs/request  server's own ${trial.ownUs.toFixed(1)}  burned ${trial.burnedUs.toFixed(1)}  steal ${describeSteal(trial)}`,
      );
    }
  }
  return log;
}

async function measureFiles(): Promise<FilesTrial> {
  using tree = unifiedTree();
  const requests = 5000;
  const [userUs, systemUs] = [0.9 * spinUs * requests, 0.1 * spinUs * requests];
  const before = { userUs: 123_456_789, systemUs: 98_765_432 };
  tree.use(before);
  const sampling = await createSampler({ fileSystemRoot: tree.root }).begin([
    { name: "app", pid: tree.pid, kind: "cgroup" },
  ]);
  tree.use({ userUs: before.userUs + userUs, systemUs: before.systemUs + systemUs });
  const { app } = (await sampling.end()).services;
  const seconds = app ? cpuSecondsOf(app) : Number.NaN;
  return {
    part: "files",
    source: app?.source ?? null,
    measuredUs: (seconds / requests) * 1e6,
    trueUs: (userUs + systemUs) / requests,
  };
}
