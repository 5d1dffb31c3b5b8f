import { afterAll, beforeAll, expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { canServeSsh, startSshServer, type SshServer } from "./testing/ssh-server.ts";
import {
  canCluster,
  cluster,
  dockerOn,
  engineOf,
  manager,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";

const canTest = canCluster && canServeSsh;
useCluster();
let server: SshServer;
beforeAll(async () => {
  if (!canTest) return;
  server = await startSshServer();
  for (const node of ["server", "database"] as const) {
    const host = `ssh://${server.alias}${engineOf(node).replace("unix://", "")}`;
    const label = `stackbench.host=${host}`;
    dockerOn("load", "node", "update", "--label-add", label, `sb-${node}`);
  }
});
afterAll(() => server?.[Symbol.dispose]());

const verify = (onStderr?: () => void) =>
  runBench(
    ["verify", "node-http:bare", "--driver=swarm", `--host=${manager}`],
    onStderr,
    server.environment,
  );

test.runIf(canTest)(
  "nodes whose engines are reached by ssh verify a stack, by a connection each",
  async () => {
    let most = 0;
    const { code, stdout, stderr } = await verify(() => {
      most = Math.max(most, server.clients().length);
    });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain("1 verified, 0 failed");
    expect(most).toBe(2);
    await expect.poll(() => server.clients(), { timeout: 10_000 }).toEqual([]);
    await nothingLeft();
  },
);

test.runIf(canTest)("a node whose engine is gone is told as ssh tells it", async () => {
  cluster("kill", "database");
  try {
    const { code, stderr } = await verify();
    expect(code, stderr).not.toBe(0);
    expect(stderr).toMatch(/database|sb-database/);
  } finally {
    cluster("revive", "database");
  }
  await expect.poll(() => server.clients(), { timeout: 10_000 }).toEqual([]);
});
