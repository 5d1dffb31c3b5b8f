import {
  type Command,
  type CommandInput,
  say,
  percent,
  plainTable,
  show,
} from "@stackbench/terminal";
import { createGenerator } from "@stackbench/load";
import { cpuSecondsOf, stealShareOf, throughputOf, type ServiceUse } from "@stackbench/model";
import { createSampler } from "@stackbench/sampling";
import { conclude, type Target } from "./outcome.ts";
import { openLog, proofOptions } from "./proof-options.ts";
import { driverOption, openReferenceServers } from "./open-reference-servers.ts";
import { unifiedTree } from "./unified-tree.ts";

export const cpuPerRequestProof: Command = {
  name: "cpu-per-request",
  summary: "CPU time per request against a server that burns a known amount",
  options: { ...driverOption, ...proofOptions },
  run: proveCpuPerRequest,
};

/** As the variant `spin` has it. */
const spinUs = 1000;
const tolerance = 0.03;
const connectionCounts = [1, 8] as const;

interface Trial {
  source: ServiceUse["source"];
  connections: number;
  requests: number;
  stealShare: number | null;
  /** By the sampler, per success that the generator counted. */
  measuredUs: number;
  /** By the server: all CPU of its process, from its first burning to its last, per answer. */
  ownUs: number;
  /** By the server: what it burned on purpose, per answer. */
  burnedUs: number;
}

async function proveCpuPerRequest(input: CommandInput): Promise<number> {
  const short = input.switches.has("short");
  const seconds = short ? 3 : 10;
  const wanted = short ? 2 : 10;
  await using reference = await openReferenceServers(input, ["spin"]);
  const log = await openLog<Trial>("cpu-per-request", input, { seconds, driver: reference.driver });
  const left = connectionCounts.flatMap((connections) => {
    const done = log.trials.filter((trial) => trial.connections === connections).length;
    return Array.from({ length: Math.max(0, wanted - done) }, () => connections);
  });
  if (left.length > 0) {
    await using sitting = await reference.bringUp("spin");
    for (const connections of left) {
      const { load, use, record } = await reference.load(sitting, {
        generator: createGenerator("stackbench"),
        level: { loop: "closed", connections },
        warmupSeconds: 1,
        seconds,
        seed: log.trials.length + 1,
      });
      const app = use.services.app!;
      const trial: Trial = {
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
        `c${connections}  measured ${trial.measuredUs.toFixed(1)} µs/request  server's own ${trial.ownUs.toFixed(1)}  burned ${trial.burnedUs.toFixed(1)}  steal ${percent(trial.stealShare)}`,
      );
    }
  }
  return judge(log.trials, wanted, await measureUnifiedTree(), input.switches.has("json"));
}

interface Fixture {
  source: ServiceUse["source"] | null;
  measuredUs: number;
  trueUs: number;
}

/** The path that this machine may not have: a tree of files whose counters advance as so many requests would make them. */
async function measureUnifiedTree(): Promise<Fixture> {
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
    source: app?.source ?? null,
    measuredUs: (seconds / requests) * 1e6,
    trueUs: (userUs + systemUs) / requests,
  };
}

function judge(trials: readonly Trial[], wanted: number, fixture: Fixture, json: boolean): number {
  if (!json) show(`\n${table(trials, fixture)}\n`);
  const error = (measured: number, truth: number): number => Math.abs(measured / truth - 1);
  const sources = [...new Set(trials.map((trial) => trial.source))].join(", ");
  const targets: Target[] = [
    { name: "windows", value: trials.length, atLeast: wanted * connectionCounts.length },
    {
      name: `worst error against the server's own account of all its CPU (${sources}), share`,
      value: Math.max(...trials.map((trial) => error(trial.measuredUs, trial.ownUs))),
      atMost: tolerance,
    },
    {
      // What the server does beside the burning is never less than nothing.
      name: "least of measured CPU over what was burned on purpose",
      value: Math.min(...trials.map((trial) => trial.measuredUs / trial.burnedUs)),
      atLeast: 1 - tolerance,
    },
    {
      name: `worst error of what was burned against ${spinUs} µs, share`,
      value: Math.max(...trials.map((trial) => error(trial.burnedUs, spinUs))),
      atMost: tolerance,
    },
    {
      name: "cgroup v2, by a tree of files: error, share",
      value:
        fixture.source === "cgroup-v2" ? error(fixture.measuredUs, fixture.trueUs) : Number.NaN,
      atMost: tolerance,
    },
  ];
  return conclude("cpu-per-request", targets, { trials, fixture }, json);
}

function table(trials: readonly Trial[], fixture: Fixture): string {
  const us = (value: number): string => value.toFixed(1);
  return plainTable(
    ["source", "connections", "requests", "steal", "measured µs", "server's own µs", "burned µs"],
    [
      ...trials.map((trial) => [
        trial.source,
        `${trial.connections}`,
        `${trial.requests}`,
        percent(trial.stealShare),
        us(trial.measuredUs),
        us(trial.ownUs),
        us(trial.burnedUs),
      ]),
      [`${fixture.source} (files)`, "", "", "", us(fixture.measuredUs), us(fixture.trueUs), ""],
    ],
  );
}
