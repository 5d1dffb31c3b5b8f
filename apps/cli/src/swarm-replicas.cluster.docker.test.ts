import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { recordIn, runIdIn } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import {
  canCluster,
  engineOf,
  leftOnCluster,
  manager,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";

const patienceMs = 900_000;
const out = temporaryResults();
useCluster(["load", "server", "server-2", "database"]);

const short = [
  "--driver=swarm",
  `--host=${manager}`,
  "--workload=hello",
  "--warmup=0.3",
  "--no-calibration",
  "--seed=1",
  `--out=${out}`,
];

type Server = "server" | "server-2";

function dockerOn(node: Server, ...words: string[]): string {
  return execFileSync("docker", ["--host", engineOf(node), ...words], { encoding: "utf8" }).trim();
}

/** Names of the app's containers that run on a node. */
function containersOn(node: Server): string[] {
  const filter = ["--filter", "label=stackbench.service=app"];
  return dockerOn(node, "ps", ...filter, "--format", "{{.Names}}").split("\n");
}

/** The ends of them. */
function appsOn(node: Server): string[] {
  return containersOn(node)
    .flatMap((name) => /app-\d+$/.exec(name) ?? [])
    .toSorted();
}

function readIn(node: Server, end: string, file: string): string {
  const container = containersOn(node).find((name) => name.endsWith(end))!;
  return dockerOn(node, "exec", container, "cat", file);
}

test.runIf(canCluster)(
  "replicas are on both of the server's nodes in turn, and each node is seen and tuned",
  async () => {
    let seen: string[][] = [];
    let seenThere = "";
    const stacks = ["--stack=node-http:nginx-x3", "--rounds=1", "--duration=2"];
    const look = (): void => {
      seen = [appsOn("server"), appsOn("server-2")];
      if (seen.flat().length < 3) return;
      clearInterval(looking);
      seenThere = readIn("server-2", "app-2", "/proc/sys/net/core/somaxconn");
    };
    let looking: NodeJS.Timeout | undefined;
    const { code, stderr } = await runBench(["run", ...stacks, ...short], () => {
      looking ??= setInterval(look, 300);
    });
    clearInterval(looking);
    expect(heldCodes, stderr).toContain(code);
    expect(stderr).toContain("replicas in turn on 2 server nodes");
    await nothingLeft();
    const { windows, plan, sittings } = await recordIn(out, runIdIn(stderr));
    const [window] = windows;
    if (window?.status !== "measured") throw new Error(JSON.stringify(window));
    const { app } = window.use.services;
    expect(app?.source).toMatch(/^cgroup/);
    expect(app!.cpuUserSeconds).toBeGreaterThan(0);
    const { server, replicas } = plan.experiment.cpus;
    expect(replicas).toHaveLength(server.length);
    for (const cpu of [...server, ...replicas!]) {
      expect(window.use.host.busyShareByCpu).toHaveProperty(String(cpu));
    }
    const somaxconn = sittings[0]!.tuning.entries.find(
      ({ name }) => name === "net.core.somaxconn",
    )!;
    expect(somaxconn).toMatchObject({ applied: true, effective: somaxconn.requested });
    expect(seenThere).toBe(somaxconn.requested);
    expect(seen).toEqual([["app-1", "app-3"], ["app-2"]]);
  },
  patienceMs,
);

test.runIf(canCluster)(
  "HAProxy and Caddy find a replica on the other node, too, and send on to it",
  async () => {
    const variants = ["node-http:haproxy-x3", "node-http:caddy-x3"];
    const asked = [`--stack=${variants.join()}`, "--rounds=1", "--duration=1"];
    const ended = await runBench(["run", ...asked, ...short]);
    expect(heldCodes, ended.stderr).toContain(ended.code);
    await nothingLeft();
    const { windows } = await recordIn(out, runIdIn(ended.stderr));
    expect(windows.map(({ variant }) => variant).toSorted()).toEqual(variants.toSorted());
    for (const window of windows) {
      if (window.status !== "measured") throw new Error(JSON.stringify(window));
      const { load, use } = window;
      expect(load.errors).toEqual({});
      // Each answer leaves the proxy's node, and every third request does for the other one.
      expect(use.network!.carried!.sentPackets).toBeGreaterThan(1.25 * load.succeeded);
    }
  },
  patienceMs,
);

test.runIf(canCluster)(
  "an app grows onto the other node; killed meanwhile it leaves nothing behind what `clean` finds",
  async () => {
    const scaled = [
      "autoscale",
      // It serves 8 at once for 40 ms each: it is grown for the time that it takes, not for its need.
      "--stack=packages/reference-servers/reference-servers:places-8-nginx",
      "--connections=16",
      "--scale-at=0.4%",
      "--for=2s",
      "--max=2",
      "--duration=8",
      "--rounds=1",
      ...short,
    ];
    let looking: NodeJS.Timeout | undefined;
    const killed = await runBench(scaled, (_, kill) => {
      looking ??= setInterval(() => appsOn("server-2").includes("app-2") && kill("SIGKILL"), 300);
    });
    clearInterval(looking);
    expect(killed.code, killed.stderr).toBeNull();
    expect(appsOn("server-2")).toEqual(["app-2"]);
    const cleaned = await runBench(["clean", `--host=${manager}`]);
    expect(cleaned.stdout).toMatch(/container \S+-app-2 /);
    await nothingLeft();

    const resume = ["run", "--resume", runIdIn(killed.stderr), "--json", `--host=${manager}`];
    const { code, stdout, stderr } = await runBench([...resume, `--out=${out}`]);
    expect(heldCodes, stderr).toContain(code);
    const [{ lost, rounds }] = (JSON.parse(stdout) as { scalings: [Told] }).scalings;
    expect(lost).toBe(0);
    expect(rounds[0]!.replicas).toMatchObject({ first: 1, most: 2 });
    expect(rounds[0]!.highestCpuShare).toBeGreaterThan(0);
    const steps = rounds[0]!.events.flatMap(({ step, replica }) =>
      step ? [`${replica} ${step}`] : [],
    );
    expect(steps.slice(0, 3)).toEqual(["2 started", "2 ready", "2 in-proxy"]);
    await nothingLeft();
    expect(leftOnCluster()).toEqual([]);
  },
  patienceMs,
);

interface Told {
  lost: number;
  rounds: {
    replicas: { first: number; most: number };
    highestCpuShare: number | null;
    events: { step?: string; replica?: number }[];
  }[];
}
