import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "@stackbench/session";
import { runBench } from "./testing/run-bench.ts";

const manager = "unix:///var/lib/stackbench-cluster/load/docker.sock";

function cluster(...given: string[]): string {
  return execFileSync(join(repositoryRoot, "scripts/test-cluster"), given, { encoding: "utf8" });
}

/** Services and networks of the harness on the Swarm, by name. */
function leftOnSwarm(): string[] {
  return ["service", "network"].flatMap((kind) =>
    execFileSync(
      "docker",
      ["--host", manager, kind, "ls", "-q", "--filter", "label=stackbench.owner"],
      { encoding: "utf8" },
    )
      .split("\n")
      .filter((id) => id !== ""),
  );
}

interface Told {
  nodes: { name: string; role: string }[];
  reference: string;
  paths: {
    from: string;
    to: string;
    clockOffsetMs: number;
    clockErrorMs: number;
    bytesPerSecondTo: number;
    bytesPerSecondFrom: number;
  }[];
}

// Namespaces need root, as an engine does where CI starts one.
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  if (isRoot) cluster("up");
});
afterAll(() => {
  if (!isRoot) return;
  cluster("down");
  expect(existsSync("/var/lib/stackbench-cluster")).toBe(false);
});

test.runIf(isRoot)(
  "what is killed on the way leaves nothing after the next start, which tells of every node and what limits a way",
  async () => {
    const killed = await runBench(["nodes", `--host=${manager}`], (told, kill) => {
      if (told.includes("Measuring")) setTimeout(() => kill("SIGKILL"), 1500);
    });
    expect(killed.code, killed.stderr).toBeNull();
    expect(leftOnSwarm()).not.toEqual([]);

    cluster("limit", "server", "100mbit");
    const { code, stdout, stderr } = await runBench(["nodes", `--host=${manager}`, "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cleaned service stackbench-nodes-/);
    expect(leftOnSwarm()).toEqual([]);
    const { nodes, reference, paths } = JSON.parse(stdout) as Told;
    expect(nodes.map(({ name, role }) => [name, role])).toEqual([
      ["sb-database", "database"],
      ["sb-load", "load"],
      ["sb-server", "server"],
    ]);
    expect(reference).toBe("sb-load");
    const ends = paths.map(({ from, to }) => `${from} ${to}`);
    expect(ends).toEqual(["sb-load sb-database", "sb-load sb-server", "sb-database sb-server"]);
    for (const path of paths) {
      // They share one clock.
      expect(Math.abs(path.clockOffsetMs)).toBeLessThanOrEqual(path.clockErrorMs);
    }
    const limitBytes = 100e6 / 8;
    for (const { to, bytesPerSecondTo, bytesPerSecondFrom } of paths) {
      if (to !== "sb-server") continue;
      expect(bytesPerSecondTo).toBeLessThan(limitBytes);
      expect(bytesPerSecondFrom).toBeLessThan(limitBytes);
    }
    expect(paths[0]!.bytesPerSecondTo).toBeGreaterThan(limitBytes);
  },
);
