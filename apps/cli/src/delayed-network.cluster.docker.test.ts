import { throughputOf, type NetworkPath } from "@stackbench/model";
import { expect, test } from "vitest";
import { recordOf } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { canCluster, cluster, manager, nothingLeft, useCluster } from "./testing/test-cluster.ts";

const out = temporaryResults();
useCluster();

/** Of the reference server `constant`. */
const residenceMs = 5;
/** Of a frame, each way. */
const delayMs = 1;
const connections = 8;

async function roundTripsMs(): Promise<Map<string, number>> {
  const { code, stdout, stderr } = await runBench(["nodes", `--host=${manager}`, "--json"]);
  expect(code, stderr).toBe(0);
  const { paths } = JSON.parse(stdout) as { paths: NetworkPath[] };
  return new Map(paths.map(({ from, to, roundTripMs }) => [`${from} ${to}`, roundTripMs]));
}

/** A closed loop against the server whose every answer takes the same time. */
async function windowOf(): Promise<{ perSecond: number; fastestMs: number }> {
  const ended = await runBench([
    "run",
    "--driver=swarm",
    `--host=${manager}`,
    "--stack=packages/reference-servers/reference-servers:constant",
    "--workload=hello",
    `--connections=${connections}`,
    "--rounds=1",
    "--duration=2",
    "--warmup=0.3",
    "--no-calibration",
    `--out=${out}`,
  ]);
  expect(heldCodes, ended.stdout + ended.stderr).toContain(ended.code);
  const [window] = (await recordOf(out, ended)).windows;
  if (window?.status !== "measured") throw new Error(JSON.stringify(window));
  if (window.load.kind !== "closed") throw new Error(window.load.kind);
  expect(window.load.errors).toEqual({});
  const { min, tickNanoseconds } = window.load.serviceTime;
  return { perSecond: throughputOf(window.load), fastestMs: (min * tickNanoseconds) / 1e6 };
}

test.runIf(canCluster)(
  "a delay between two machines stands in the round trip, in every latency, and in what a closed loop sends by Little's law",
  async () => {
    const [near, nearTrips] = [await windowOf(), await roundTripsMs()];
    cluster("delay", "server", `${delayMs}ms`);
    const [far, farTrips] = [await windowOf(), await roundTripsMs()];

    for (const ends of ["sb-load sb-server", "sb-database sb-server"]) {
      expect(farTrips.get(ends)).toBeGreaterThanOrEqual(2 * delayMs);
      expect(nearTrips.get(ends)).toBeLessThan(farTrips.get(ends)!);
    }
    // Neither of these is held up.
    expect(farTrips.get("sb-load sb-database")).toBeLessThan(farTrips.get("sb-load sb-server")!);

    const leastMs = residenceMs + 2 * delayMs;
    expect(far.fastestMs).toBeGreaterThanOrEqual(leastMs);
    expect(far.perSecond).toBeLessThan(connections / (leastMs / 1000));
    expect(near.fastestMs).toBeLessThan(far.fastestMs);
    expect(near.perSecond).toBeGreaterThan(far.perSecond);

    cluster("delay", "server", "none");
    const over = (await roundTripsMs()).get("sb-load sb-server");
    expect(over).toBeLessThan(farTrips.get("sb-load sb-server")!);
    await nothingLeft();
  },
);
