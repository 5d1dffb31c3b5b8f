import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordOf } from "./testing/read-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { canCluster, cluster, manager, nothingLeft, useCluster } from "./testing/test-cluster.ts";

const patienceMs = 900_000;
const out = temporaryResults();
useCluster(["load", "server", "server-2", "database"]);

const onSwarm = ["--driver=swarm", `--host=${manager}`, "--seed=1", `--out=${out}`];

const listensAfterMs = 700;
const readyAfterMs = 1400;

/** A stack whose start takes as long as it is told to. */
function writeLateStack(): string {
  const folder = join(out, "late-app");
  // A second chance of the test finds it there.
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    '{"name":"late-app","version":"0.1.0","private":true}',
  );
  const variant = { command: ["node", "serve.mjs"], server: "node" };
  writeFileSync(
    join(folder, "stack.json"),
    JSON.stringify({
      title: "Late",
      language: "JavaScript",
      runtime: "node",
      workloads: ["hello"],
      variants: { bare: variant, three: { ...variant, proxy: "nginx", replicas: 3 } },
    }),
  );
  writeFileSync(
    join(folder, "serve.mjs"),
    `import { createServer } from "node:http";
let isReady = false;
setTimeout(() => (isReady = true), ${readyAfterMs});
const server = createServer(({ method, url }, response) => {
  const known = url === "/hello" || url === "/healthz";
  const status = !isReady ? 503 : !known ? 404 : method === "GET" ? 200 : 405;
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(status === 200 ? "Hello, world!" : "");
});
setTimeout(() => server.listen(Number(process.env.PORT), process.env.HOST), ${listensAfterMs});
process.on("SIGTERM", () => process.exit(0));
`,
  );
  return folder;
}

test.runIf(canCluster)(
  "a start is timed by the clock of the server's first node, wherever replicas are, and told with the size of the image there",
  async () => {
    const started = ["startup", `--stack=${writeLateStack()}`, "--rounds=1", "--idle=1s"];
    const ended = await runBench([...started, ...onSwarm]);
    expect(heldCodes, ended.stderr).toContain(ended.code);
    await nothingLeft();
    const { windows, variants, plan } = await recordOf(out, ended);
    const { server, load, replicas = [] } = plan.experiment.cpus;
    expect(windows).toHaveLength(2);
    for (const window of windows) {
      if (window.status !== "started") throw new Error(JSON.stringify(window));
      const { launchMs, listeningMs, readyMs, answeredMs } = window.start;
      // When the engine was asked is told by another machine's clock.
      expect(launchMs).toBeNull();
      const isBare = window.variant.endsWith(":bare");
      if (isBare) expect(listeningMs).toBeGreaterThanOrEqual(listensAfterMs);
      expect(readyMs).toBeGreaterThanOrEqual(readyAfterMs);
      expect(answeredMs).toBeGreaterThanOrEqual(readyMs);
      expect(window.idle.services.app?.source).toMatch(/^cgroup/);
      // Of the nodes, whose CPUs are numbered through: this machine alone has but the first ones.
      const seen = Object.keys(window.starting.host.busyShareByCpu!).map(Number);
      expect(seen).toEqual(expect.arrayContaining([...server, ...load]));
      // The second of three replicas is on the server's other node.
      expect(replicas.every((cpu) => seen.includes(cpu))).toBe(!isBare);
    }
    for (const { imageBytes } of variants) expect(imageBytes).toBeGreaterThan(0);
  },
  patienceMs,
);

test.runIf(canCluster)(
  "an app is profiled where it runs",
  async () => {
    const asked = ["profile", "--stack=node-http:bare", "--workload=hash-sort"];
    const short = ["--rounds=1", "--duration=2", "--warmup=1", "--no-calibration"];
    const ended = await runBench([...asked, ...short, ...onSwarm]);
    expect(heldCodes, ended.stderr).toContain(ended.code);
    await nothingLeft();
    const { windows } = await recordOf(out, ended);
    const profiled = windows.flatMap((window) =>
      window.status === "profiled" ? window.outcome : [],
    );
    expect(profiled).toHaveLength(1);
    const [outcome] = profiled;
    if (outcome?.kind !== "held") throw new Error(JSON.stringify(outcome));
    expect(JSON.stringify(outcome.profile)).toContain("hash");
  },
  patienceMs,
);

test.runIf(canCluster)(
  "the way from the proxy to replicas on another node is measured, and judged",
  async () => {
    cluster("limit", "server-2", "2mbit");
    try {
      const words = ["run", "--stack=node-http:nginx-x2", "--workload=hello", "--rounds=1"];
      const short = ["--duration=3", "--warmup=1", "--no-calibration"];
      const ended = await runBench([...words, ...short, ...onSwarm]);
      const { network, windows } = await recordOf(out, ended);
      const way = network!.find(({ from, to }) => from === "server" && to === "server");
      expect(way).toMatchObject({ toNode: 2 });
      expect(way!.bytesPerSecondFrom).toBeLessThan(2e6 / 8);
      const [window] = windows;
      if (window?.status !== "measured") throw new Error(JSON.stringify(window));
      const told = window.cautions.find(({ kind }) => kind === "network-bound");
      expect(told?.message).toContain("replicas on node 2 of the server");
    } finally {
      cluster("limit", "server-2", "none");
    }
    await nothingLeft();
  },
  patienceMs,
);

test.runIf(canCluster)(
  "a further node of the server that is lost takes along those that need it, and nobody else",
  async () => {
    const words = ["run", "--stack=node-http:bare,node-http:nginx-x2", "--workload=hello"];
    const short = ["--rounds=3", "--duration=1", "--warmup=0.3", "--no-calibration"];
    let isKilled = false;
    const ended = await runBench([...words, ...short, ...onSwarm], (told) => {
      if (isKilled || !told.includes("[2/6]")) return;
      isKilled = true;
      cluster("kill", "server-2");
    });
    try {
      expect(isKilled, ended.stderr).toBe(true);
      const { windows } = await recordOf(out, ended);
      const bare = windows.filter(({ variant }) => variant === "node-http:bare");
      expect(bare.map(({ status }) => status)).toEqual(["measured", "measured", "measured"]);
      const lost = windows.filter((window) => window.status === "failed");
      expect(lost.length).toBeGreaterThan(0);
      for (const { variant, failure } of lost) {
        expect(variant).toBe("node-http:nginx-x2");
        expect(failure).toMatchObject({ stage: "machine" });
        expect(failure.message).toContain("the node of the server 2");
      }
    } finally {
      cluster("revive", "server-2");
    }
    await runBench(["clean", `--host=${manager}`]);
    await nothingLeft();
  },
  patienceMs,
);
