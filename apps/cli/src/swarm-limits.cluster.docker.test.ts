import { exitCodes } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { recordOf } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import {
  canCluster,
  cluster,
  dockerOn,
  manager,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";

const out = temporaryResults();
useCluster();

const memoryBytes = 256 * 1024 ** 2;
const words = ["--stack=node-http:bare", "--driver=swarm", `--host=${manager}`];
const limits = ["--memory=256m", "--cpus-limit=0.5"];
const short = ["--rounds=1", "--duration=1", "--warmup=1", "--no-calibration", `--out=${out}`];

/** The first that runs of these, as its engine tells of it; undefined where none does. */
function inspected(
  node: "load" | "server",
  kind: "container" | "service",
  service: string,
): unknown {
  const filter = `label=stackbench.service=${service}`;
  const [id] = dockerOn(node, kind, "ls", "-q", "--filter", filter).split("\n");
  return id ? (JSON.parse(dockerOn(node, kind, "inspect", id)) as unknown[])[0] : undefined;
}

interface Container {
  HostConfig: { Memory: number; NanoCpus: number };
}
interface Service {
  Spec: {
    TaskTemplate: {
      ContainerSpec: { Sysctls: Record<string, string>; Ulimits: { Name: string; Hard: number }[] };
      Resources: { Limits: { Pids: number }; Reservations: object };
    };
  };
}

test.runIf(canCluster)(
  "what the app may use is limited and reserved on its node, and kernel limits are read back there",
  async () => {
    const run = runBench(["run", ...words, ...limits, ...short]);
    const seen: { app?: Container | undefined; pod?: Service | undefined } = {};
    await expect
      .poll(
        () => {
          seen.app ??= inspected("server", "container", "app") as Container | undefined;
          seen.pod ??= inspected("load", "service", "pod") as Service | undefined;
          return Object.values(seen).filter(Boolean).length;
        },
        { timeout: 240_000, interval: 200 },
      )
      .toBe(2);
    const ended = await run;
    expect(heldCodes, ended.stderr).toContain(ended.code);
    expect(seen.app!.HostConfig).toMatchObject({ Memory: memoryBytes, NanoCpus: 5e8 });
    const { ContainerSpec: asked, Resources: resources } = seen.pod!.Spec.TaskTemplate;
    expect(resources.Reservations).toEqual({ NanoCPUs: 5e8, MemoryBytes: memoryBytes });
    expect(resources.Limits.Pids).toBeGreaterThan(0);

    const { sittings } = await recordOf(out, ended);
    const { entries } = sittings[0]!.tuning;
    const effective = new Map(entries.map(({ name, effective: found }) => [name, found]));
    // Asked of the service that holds the app's network, found in the app's container.
    const [backlog, files] = [asked.Sysctls["net.core.somaxconn"], asked.Ulimits[0]!];
    expect(backlog).toBeDefined();
    expect(effective.get("net.core.somaxconn")).toBe(backlog);
    expect(effective.get("nofile.hard")).toBe(String(files.Hard));
    await nothingLeft();
  },
);

test.runIf(canCluster)(
  "a quota of a node, above all that runs there, is seen and spoils the window",
  async () => {
    cluster("cpus", "server", "0.2");
    try {
      const ended = await runBench(["run", ...words, ...short]);
      expect(ended.code, ended.stderr).toBe(exitCodes.invalid);
      const [window] = (await recordOf(out, ended)).windows;
      if (window?.status !== "measured") throw new Error(JSON.stringify(window));
      expect(window.cautions).toContainEqual(
        expect.objectContaining({ kind: "throttled", severity: "invalid" }),
      );
    } finally {
      cluster("cpus", "server", "none");
    }
    await nothingLeft();
  },
);

test.runIf(canCluster)(
  "what goes to the database is counted at the server's node, and a way that it fills is told",
  async () => {
    cluster("limit", "database", "2mbit");
    try {
      const asked = ["--workload=items", "--connections=16", "--rounds=1", "--duration=3"];
      const rest = ["--warmup=1", "--no-calibration", `--out=${out}`];
      const ended = await runBench(["run", ...words, ...asked, ...rest]);
      const [window] = (await recordOf(out, ended)).windows;
      if (window?.status !== "measured") throw new Error(JSON.stringify(window));
      expect(window.use.network!.carried!.sentBytes).toBeGreaterThan(0);
      const told = window.cautions.find(({ kind }) => kind === "network-bound");
      expect(told?.message).toContain("on the way to its database");
    } finally {
      cluster("limit", "database", "none");
    }
    await nothingLeft();
  },
);

test.runIf(canCluster)("a node that has not as much is told as that", async () => {
  const more = ["--memory=9000g", ...short];
  const { stdout, stderr } = await runBench(["run", ...words, ...more]);
  expect(stdout + stderr).toMatch(/insufficient resources/);
  await nothingLeft();
});
