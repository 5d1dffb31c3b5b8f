import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canMakeCertificates, createAuthority } from "@stackbench/http1/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import {
  canCluster,
  dockerOn,
  manager,
  nodeNames,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";
import { canServeRegistry, startRegistry, type TestRegistry } from "./testing/test-registry.ts";

const canTest = canCluster && canServeRegistry;
useCluster();
let registry: TestRegistry;
beforeAll(async () => {
  if (!canTest) return;
  removeImages();
  registry = await startRegistry();
});
afterAll(async () => await registry?.[Symbol.asyncDispose]());

/** What tests before brought to the nodes: nothing would have to be fetched. */
function removeImages(): void {
  for (const node of nodeNames) dockerOn(node, "image", "prune", "--all", "--force");
}

const onSwarm = ["--driver=swarm", `--host=${manager}`];
const ask = (words: readonly string[], DOCKER_CONFIG: string) =>
  runBench([...words, `--registry=${registry.address}`], undefined, { DOCKER_CONFIG });

test.runIf(canTest)("a registry that was not logged in to is told as that", async () => {
  const { code, stderr } = await ask(["verify", "nginx:one", ...onSwarm], registry.loggedOut);
  expect(code, stderr).not.toBe(0);
  expect(stderr).toMatch(
    /--registry: expected the engine that builds images to push .*docker login 127/,
  );
});

test.runIf(canTest)(
  "images are pushed once, and pulled by each node by their digests",
  async () => {
    const words = ["verify", "nginx:one", ...onSwarm];
    const { code, stdout, stderr } = await ask(words, registry.loggedIn);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain("1 verified, 0 failed");
    await nothingLeft();

    for (const node of ["server", "load"] as const) {
      const pulled = registry
        .requests(node)
        .filter((line) => line.includes('"GET /v2/lab/stackbench/manifests/sha256:'));
      expect(pulled, node).not.toEqual([]);
      const digests = dockerOn(
        node,
        "images",
        "--digests",
        "--format",
        "{{.Repository}} {{.Digest}} {{.Tag}}",
      );
      const lines = digests.trim().split("\n");
      // Nothing was saved and loaded beside it.
      for (const line of lines)
        expect(line).toMatch(/^127\.0\.0\.1:\d+\/lab\/stackbench sha256:\w+ <none>$/);
    }
    // The engine that built them has them under its own names alone.
    const here = execFileSync("docker", ["images", "--format", "{{.Repository}}"], {
      encoding: "utf8",
    });
    expect(here).not.toContain("/lab/stackbench");

    const pushes = registry.requests("here").length;
    const again = await ask(words, registry.loggedIn);
    expect(again.code, again.stderr).toBe(0);
    // Each node has them by the ids that they have here.
    expect(registry.requests("here")).toHaveLength(pushes);
    await nothingLeft();
  },
);

test.runIf(canTest)("a registry counts for a Swarm alone", async () => {
  const { code, stderr } = await ask(["verify", "nginx:one", "--driver=docker"], registry.loggedIn);
  expect(code).toBe(2);
  expect(stderr).toContain("expected --driver=swarm with it");
});

test.runIf(canTest && canMakeCertificates)(
  "a registry with TLS by an authority of one's own is used once the machines know that one",
  async () => {
    removeImages();
    using authority = createAuthority();
    await using ours = await startRegistry(authority);
    const verify = () =>
      runBench(["verify", "nginx:one", ...onSwarm, `--registry=${ours.address}`], undefined, {
        DOCKER_CONFIG: ours.loggedIn,
      });
    const unknown = await verify();
    expect(unknown.code, unknown.stderr).not.toBe(0);
    expect(unknown.stderr).toContain(`/etc/docker/certs.d/${ours.host}/ca.crt`);

    // Nodes share this machine's /etc.
    const known = join("/etc/docker/certs.d", ours.host);
    mkdirSync(known, { recursive: true });
    try {
      writeFileSync(join(known, "ca.crt"), authority.cert);
      const { code, stdout, stderr } = await verify();
      expect(code, stdout + stderr).toBe(0);
      expect(ours.requests("here").join("\n")).toContain('"PUT /v2/lab/stackbench/manifests/');
    } finally {
      rmSync(known, { recursive: true });
    }
    await nothingLeft();
  },
);
