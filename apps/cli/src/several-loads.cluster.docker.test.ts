import type { Calibration, HistogramData, RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { recordOf } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { canCluster, cluster, manager, nothingLeft, useCluster } from "./testing/test-cluster.ts";

const out = temporaryResults();
const loads = ["load", "load-2"];
useCluster(["load", "load-2", "server", "database"]);

const onSwarm = ["--driver=swarm", `--host=${manager}`];
const short = [
  "--stack=node-http:bare",
  "--rounds=1",
  "--duration=1",
  "--warmup=0.3",
  "--no-calibration",
  "--seed=7",
  `--out=${out}`,
];

async function held(given: readonly string[]): Promise<RunRecord> {
  const ended = await runBench(["run", ...given, ...short, ...onSwarm]);
  expect(heldCodes, ended.stdout + ended.stderr).toContain(ended.code);
  return await recordOf(out, ended);
}

function added(parts: readonly HistogramData[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [index, count] of parts.flatMap(({ buckets }) => buckets)) {
    sum[index] = (sum[index] ?? 0) + count;
  }
  return sum;
}

test.runIf(canCluster).each([
  ["a closed loop", ["--workload=hello,items", "--connections=16"], "closed"],
  ["a schedule", ["--workload=items", "--rate=300", "--connections=32"], "open"],
])(
  "two machines load a third one together, in %s: what is told is their sum, and what the database counts",
  async (_, given, kind) => {
    const { windows, network, plan, engine } = await held(given);
    expect(plan.experiment).toMatchObject({ loadNodes: 2 });
    expect(engine.description).toMatch(/server, load \(2 nodes\) and database on 4 nodes/);
    expect(network!.map(({ from, fromNode = 1, to }) => `${from} ${fromNode} ${to}`)).toEqual(
      expect.arrayContaining(["load 1 server", "load 2 server"]),
    );
    for (const window of windows) {
      if (window.status !== "measured") throw new Error(JSON.stringify(window));
      const { load, use, cautions, planned } = window;
      if (load.kind !== kind || load.kind === "totals") throw new Error(load.kind);
      const nodes = load.byNode!;
      expect(nodes).toHaveLength(2);
      const connections = nodes.map((node) => node.connections);
      expect(connections).toEqual([1, 1].map(() => planned.level.connections / 2));
      const sum = (of: (node: (typeof nodes)[number]) => number) => of(nodes[0]!) + of(nodes[1]!);
      expect(Math.min(...nodes.map((node) => node.succeeded))).toBeGreaterThan(0);
      expect(load.succeeded).toBe(sum((node) => node.succeeded));
      expect(load.sent).toBe(sum((node) => node.sent));
      const times = nodes.map((node) => node.serviceTime);
      expect(Object.fromEntries(load.serviceTime.buckets)).toEqual(added(times));
      if (load.kind === "open") {
        expect(load.schedule.arrivals).toBeGreaterThan(200);
        expect(load.schedule.arrivals).toBe(
          sum((node) => (node.kind === "open" ? node.schedule.arrivals : Number.NaN)),
        );
      }
      // Rows in the database against what both acknowledge of the whole load.
      expect(cautions.map(({ kind: told }) => told)).not.toContain("audit");
      expect(load.errors).toEqual({});
      expect(use.services.load!.cpuUserSeconds).toBeGreaterThan(0);
    }
    await nothingLeft();
  },
);

test.runIf(canCluster)(
  "one of them alone loads where it is asked to, and others' generators do not pretend to be two",
  async () => {
    const { windows, plan } = await held(["--load-nodes=1"]);
    expect(plan.experiment).not.toHaveProperty("loadNodes");
    for (const window of windows) {
      if (window.status !== "measured") throw new Error(JSON.stringify(window));
      expect(window.load).not.toHaveProperty("byNode");
    }
    const refused = await runBench(["run", "--generator=wrk", ...short, ...onSwarm]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/wrk is driven on one load node only, here are 2/);
    await nothingLeft();
  },
);

test.runIf(canCluster)(
  "what they can do is calibrated together, and kept apart: two machines send more than one",
  async () => {
    const calibrated = async (...given: string[]) => {
      const asked = ["calibrate", "--short", "--duration=2", "--json", ...given, ...onSwarm];
      const { code, stdout, stderr } = await runBench(asked);
      // What a quota held back holds for no run.
      expect(code, stderr).toBe(1);
      const told = JSON.parse(stdout) as { path: string; calibration: Calibration };
      const [ceiling] = told.calibration.ceilings;
      return { ...told, ceiling: ceiling! };
    };
    // So small a share of this machine that it has room for both of them and the server.
    for (const node of loads) cluster("cpus", node, "0.08");
    try {
      const [one, two] = [await calibrated("--load-nodes=1"), await calibrated()];
      expect(one.path).not.toBe(two.path);
      expect(two.ceiling.threads).toBe(2 * one.ceiling.threads);
      for (const { ceiling } of [one, two]) expect(ceiling.limitedBy).toBe("quota");
      expect(two.ceiling.requestsPerSecond / one.ceiling.requestsPerSecond).toBeGreaterThan(1.3);
    } finally {
      for (const node of loads) cluster("cpus", node, "none");
    }
    await nothingLeft();
  },
);
