import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import {
  canCluster,
  cluster,
  leftOnCluster,
  manager,
  nothingLeft,
  useCluster,
} from "./testing/test-cluster.ts";

interface Told {
  nodes: { name: string; roles: string[] }[];
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

useCluster();

test.runIf(canCluster)(
  "what is killed on the way leaves nothing after the next start, which tells of every node and what limits a way",
  async () => {
    const killed = await runBench(["nodes", `--host=${manager}`], (told, kill) => {
      if (told.includes("Measuring")) setTimeout(() => kill("SIGKILL"), 1500);
    });
    expect(killed.code, killed.stderr).toBeNull();
    expect(leftOnCluster()).not.toEqual([]);

    cluster("limit", "server", "100mbit");
    const { code, stdout, stderr } = await runBench(["nodes", `--host=${manager}`, "--json"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/cleaned service stackbench-nodes-/);
    await nothingLeft();
    const { nodes, reference, paths } = JSON.parse(stdout) as Told;
    expect(nodes.map(({ name, roles }) => [name, roles])).toEqual([
      ["sb-database", ["database"]],
      ["sb-load", ["load"]],
      ["sb-load-2", []],
      ["sb-server", ["server"]],
      ["sb-server-2", []],
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
