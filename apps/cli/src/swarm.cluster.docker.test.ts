import { expect, test } from "vitest";
import { recordIn, runIdIn } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import {
  canCluster,
  cluster,
  leftOnCluster,
  manager,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";

const out = temporaryResults();
useCluster();

const onSwarm = ["--driver=swarm", `--host=${manager}`];
const short = [
  "--rounds=2",
  "--duration=0.5",
  "--warmup=0.3",
  "--no-calibration",
  "--seed=7",
  `--out=${out}`,
];

test.runIf(canCluster)(
  "the whole contract is answered between three machines: behind a proxy, over TLS, and over a unix socket to it",
  async () => {
    const variants = ["node-http:nginx-tls", "wsgi:gunicorn-nginx-unix"];
    const { code, stdout, stderr } = await runBench(["verify", ...variants, ...onSwarm]);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${variants.length} verified, 0 failed`);
    await nothingLeft();
  },
);

test.runIf(canCluster)(
  "a run that was killed is resumed whole, tells what each machine used, and what the network limited",
  async () => {
    cluster("limit", "server", "10mbit");
    const stacks = ["--stack=node-http:bare,nginx:one", "--workload=hello", ...short];
    const killed = await runBench(["run", ...stacks, ...onSwarm], (told, kill) => {
      if (told.includes("[1/4]")) kill("SIGKILL");
    });
    expect(killed.code, killed.stderr).toBeNull();
    expect(leftOnCluster()).not.toEqual([]);

    const runId = runIdIn(killed.stderr);
    const again = ["run", "--resume", runId, `--out=${out}`, `--host=${manager}`];
    const { code, stderr } = await runBench(again);
    expect(heldCodes, stderr).toContain(code);
    expect(stderr).toMatch(/cleaned up: service stackbench-/);
    await nothingLeft();

    const { windows, network, engine, plan } = await recordIn(out, runId);
    expect(engine.driver).toBe("swarm");
    expect(plan.experiment.cpus.load[0]).toBe(plan.experiment.cpus.server.at(-1)! + 1);
    expect(network!.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "load server",
      "load database",
      "server database",
    ]);
    expect(windows).toHaveLength(4);
    for (const window of windows) {
      if (window.status !== "measured") throw new Error(JSON.stringify(window));
      expect(window.cautions.map(({ kind }) => kind)).toContain("network-bound");
      const { services, network: sockets } = window.use;
      // Of machines of their own: nothing is read of this one's processes of the same number.
      for (const name of ["app", "load"] as const) {
        expect(services[name]?.source).toMatch(/^cgroup/);
        expect(services[name]!.cpuUserSeconds).toBeGreaterThan(0);
        expect(services[name]!.memoryWorkingSetBytes).toBeGreaterThan(0);
        expect(services[name]).not.toHaveProperty("processes");
      }
      expect(sockets).toBeDefined();
    }
  },
);
