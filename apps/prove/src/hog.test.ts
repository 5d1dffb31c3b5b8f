import { availableCpus } from "@stackbench/host";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startHog } from "./hog.ts";

const [cpu = 0] = availableCpus();
const task = { cpus: [cpu], rampSeconds: 0.01, top: 0.05, lifeSeconds: 30 };

test.runIf(process.platform === "linux")(
  "a hog burns only the CPUs it is told, and is gone once disposed of",
  async () => {
    const hog = await startHog(task);
    const [pid] = hog.pids;
    // taskset becomes the hog after it is spawned.
    while (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("hog-program")) await sleep(5);
    await untilPinned(pid!);
    await hog[Symbol.asyncDispose]();
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    await hog[Symbol.asyncDispose]();
  },
);

async function untilPinned(pid: number): Promise<void> {
  const wanted = `Cpus_allowed_list:\t${cpu}\n`;
  while (!readFileSync(`/proc/${pid}/status`, "utf8").includes(wanted)) await sleep(5);
}

const program = join(import.meta.dirname, "hog-program.ts");

test("a hog ends by itself when its time is over, though its owner lives", async () => {
  const child = spawn(process.execPath, [program, "0.01", "0.05", "0.1"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a hog ends when its owner's end of the pipe is closed", async () => {
  const child = spawn(process.execPath, [program, "1", "0.05", "60"], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});
