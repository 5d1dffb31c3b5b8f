import { spawn } from "node:child_process";
import { once } from "node:events";
import { type ProcessGroupUse, type ServiceUse, cpuSecondsOf } from "@stackbench/model";
import { expect, test } from "vitest";
import { createSampler } from "./sampler.ts";

/** Uses so much CPU, tells what getrusage() says of its whole life, and ends, or stays until its input ends. */
const worker = `
  const { statSync } = require("node:fs");
  const [goalUs, stays] = process.argv.slice(-2).map(Number);
  const used = () => { const { user, system } = process.cpuUsage(); return user + system; };
  while (used() < goalUs) for (let n = 0; n < 2000; n++) statSync("/proc");
  console.log(used() / 1e6);
  if (stays) process.stdin.on("end", () => process.exit()).resume();
  else process.exit();`;

/** Two workers that stay, and four, one after another, that end: their titles stand among their arguments. */
const master = `
  const { spawn } = require("node:child_process");
  const start = (name, goalUs, stays) => new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", process.argv[1], "--", "--name=" + name, goalUs, stays]);
    let told;
    child.stdout.on("data", (data) => {
      told = Number(data);
      if (stays) resolve(told);
    });
    child.on("close", () => resolve(told));
  });
  const recycled = async () => {
    let sum = 0;
    for (let n = 0; n < 4; n++) sum += await start("admin", 250_000, 0);
    return sum;
  };
  process.stdin.once("data", async () => {
    const [main, volume, admin] =
      await Promise.all([start("main", 600_000, 1), start("volume", 1_200_000, 1), recycled()]);
    console.log(JSON.stringify({ main, volume, admin }));
  });`;

const marks = ["main", "volume", "admin"].map((name) => ({ name, title: `--name=${name}` }));

async function measure(): Promise<{ use: ServiceUse; truth: Record<string, number> }> {
  const child = spawn(process.execPath, ["-e", master, worker]);
  try {
    await once(child, "spawn");
    const sampling = await createSampler().begin(
      [{ name: "app", pid: child.pid!, kind: "processes" }],
      { groups: marks },
    );
    child.stdin.write("go\n");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const { services } = await sampling.end();
    return { use: services.app!, truth: JSON.parse(line.toString()) as Record<string, number> };
  } finally {
    child.kill("SIGKILL");
  }
}

test.runIf(process.platform === "linux")(
  "each group's own figure agrees with what is told of it, those that ended too",
  async () => {
    const { use, truth } = await measure();
    const groups = new Map(use.processGroups!.map((group) => [group.name, group]));
    expect([...groups.keys()]).toEqual(["main", "volume", "admin", null]);
    for (const name of ["main", "volume", "admin"]) {
      const ratio = cpuSecondsOf(groups.get(name)!) / truth[name]!;
      expect(ratio, name).toBeGreaterThan(0.92);
      expect(ratio, name).toBeLessThan(1.08);
    }
    expect(groups.get("admin")).toMatchObject({ endedProcesses: 4 });
    expect(groups.get("admin")!.cpuOfEndedSeconds).toBeGreaterThan(0);
    for (const name of ["main", "volume"]) {
      expect(groups.get(name)).toMatchObject({ processes: 1, endedProcesses: 0 });
      expect(groups.get(name)!.memoryProportionalBytes).toBeGreaterThan(5 * 1024 * 1024);
    }
    expectWhole(use, use.processGroups!);
    expect(use.processSeries!.counts[0]).toBe(1);
    expect(Math.max(...use.processSeries!.counts)).toBeGreaterThanOrEqual(3);
  },
);

/** No group's time is counted twice, and none is lost. */
function expectWhole(use: ServiceUse, groups: readonly ProcessGroupUse[]): void {
  const parts = groups.reduce((sum, group) => sum + cpuSecondsOf(group), 0);
  expect(parts).toBeCloseTo(cpuSecondsOf(use), 5);
}
