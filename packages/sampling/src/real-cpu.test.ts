import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ServiceHandle, ServiceUse } from "@stackbench/model";
import { createSampler } from "./sampler.ts";

/** Waits for a line, uses CPU in user and system mode, tells what getrusage() says of that, and waits again. */
const burner = `
  const { statSync } = require("node:fs");
  globalThis.burn = (goalUs) => {
    const first = process.cpuUsage();
    for (;;) {
      const { user, system } = process.cpuUsage(first);
      if (user + system >= goalUs) return (user + system) / 1e6;
      for (let n = 0; n < 2000; n++) statSync("/proc");
    }
  };`;

const alone = `${burner}
  process.stdin.on("data", () => console.log(burn(1_000_000)));`;

/** The same in a worker that has ended, and was reaped, when the answer comes; what the parent used is in it. */
const inWorker = `
  const { execFileSync } = require("node:child_process");
  process.stdin.on("data", () => {
    const first = process.cpuUsage();
    const worker = Number(execFileSync(process.execPath, ["-e", process.argv[1]]).toString());
    const own = process.cpuUsage(first);
    console.log(worker + (own.user + own.system) / 1e6);
  });`;
const worker = `${burner}
  burn(2_000_000);
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1e6);`;

async function measure(
  child: ChildProcessWithoutNullStreams,
  kind: ServiceHandle["kind"],
): Promise<{ use: ServiceUse; truth: number }> {
  const sampling = await createSampler().begin([{ name: "app", pid: child.pid!, kind }]);
  child.stdin.write("go\n");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { services } = await sampling.end();
  return { use: services.app!, truth: Number(line.toString()) };
}

function expectClose(use: ServiceUse, truth: number): void {
  const ratio = (use.cpuUserSeconds + use.cpuSystemSeconds) / truth;
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
  expect(use.cpuSystemSeconds).toBeGreaterThan(0);
}

const linux = process.platform === "linux";

test.runIf(linux)("a process's own figure agrees with what /proc gives, within 5 %", async () => {
  const child = spawn(process.execPath, ["-e", alone]);
  try {
    // Started up before the first edge, so that the two figures cover the same work.
    child.stdin.write("warm\n");
    await once(child.stdout, "data");
    const { use, truth } = await measure(child, "processes");
    expectClose(use, truth);
    expect(use.source).toBe("proc");
    expect(use.processes).toBe(1);
    expect(use.memoryWorkingSetBytes).toBeGreaterThan(10 * 1024 * 1024);
  } finally {
    child.kill("SIGKILL");
  }
});

test.runIf(linux)("CPU of a worker that has ended meanwhile is not lost", async () => {
  const child = spawn(process.execPath, ["-e", inWorker, worker]);
  try {
    const { use, truth } = await measure(child, "processes");
    expect(truth).toBeGreaterThan(2);
    expectClose(use, truth);
  } finally {
    child.kill("SIGKILL");
  }
});

/** Where this machine lets us make a cgroup of our own; empty where it does not. */
const hierarchies =
  process.getuid?.() === 0
    ? existsSync("/sys/fs/cgroup/cpuacct/cpuacct.usage")
      ? ["/sys/fs/cgroup/cpuacct", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/memory"]
      : existsSync("/sys/fs/cgroup/cgroup.controllers")
        ? ["/sys/fs/cgroup"]
        : []
    : [];

test.runIf(hierarchies.length > 0)(
  "a cgroup's figure agrees with its process's own, within 5 %",
  async () => {
    const directories = hierarchies.map((path) => `${path}/stackbench-test-${process.pid}`);
    const child = spawn(process.execPath, ["-e", alone]);
    const made: string[] = [];
    try {
      await once(child, "spawn");
      for (const directory of directories) {
        mkdirSync(directory);
        made.push(directory);
        writeFileSync(`${directory}/cgroup.procs`, `${child.pid}`);
      }
      child.stdin.write("warm\n");
      await once(child.stdout, "data");
      const { use, truth } = await measure(child, "cgroup");
      expectClose(use, truth);
      expect(use.source).toMatch(/^cgroup-v[12]$/);
      expect(use.processes).toBe(1);
    } finally {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      for (const directory of made) rmdirSync(directory);
    }
  },
);
