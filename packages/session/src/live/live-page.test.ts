import { readProcess } from "@stackbench/host";
import type { PlannedWindow, RunEvent } from "@stackbench/model";
import { renderRunJson } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { LivePage, type LivePageTask } from "./live-page.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-live-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const rounds = [{ throughput: 1000 }, { throughput: 1010 }];
const record = runOf({
  rounds: 3,
  cases: [
    { variant: "a:bare", workload: "hello", rounds },
    { variant: "b:bare", workload: "hello", rounds },
  ],
});
const { runId } = record;
mkdirSync(join(directory, runId));
writeFileSync(join(directory, runId, "run.json"), renderRunJson(record));

async function open(changes: Partial<LivePageTask> = {}) {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const task = { directory, runId, port: 0, measures: undefined, say, ...changes };
  const page = await LivePage.open(task);
  onTestFinished(async () => await page[Symbol.asyncDispose]());
  return { page, said };
}

const measuring: RunEvent = { type: "measuring", window: {} as PlannedWindow, seconds: 5 };
const ended = { type: "journal", entry: { type: "window" } } as RunEvent;
const isPending = async (promise: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([promise, sleep(200, "pending")])) === "pending";

async function isGone(pid: number): Promise<boolean> {
  for (let time = 0; time < 100; time++) {
    if (readProcess(pid) === undefined) return true;
    await sleep(50);
  }
  return false;
}

test("the page of the run so far is there, and waits while a window is measured", async () => {
  const { page, said } = await open();
  expect(said).toEqual([expect.stringContaining(page.url!)]);
  const text = await (await fetch(page.url!)).text();
  // The page is large: a failure tells no more than what is looked for.
  expect(/provisional, after 2 of 3 rounds/.test(text)).toBe(true);
  expect(text.includes("connect-src &#39;self&#39;")).toBe(true);

  await page.onEvent(measuring);
  const asked = fetch(page.url!).then((answer) => answer.status);
  expect(await isPending(asked)).toBe(true);
  await page.onEvent(ended);
  expect(await asked).toBe(200);
});

test("of a start it waits from the asking for the server on", async () => {
  const { page } = await open({ measures: "start" });
  await page.onEvent({ type: "phase", phase: "bring-up" } as RunEvent);
  expect(await isPending(fetch(page.url!))).toBe(true);
});

test("at its end who follows is told, and no process is left", async () => {
  const { page } = await open();
  const pid = page.pid!;
  const next = fetch(`${page.url!}next?after=1`).then((answer) => answer.status);
  expect(await isPending(next)).toBe(true);
  await page[Symbol.asyncDispose]();
  expect(await next).toBe(410);
  expect(readProcess(pid)).toBeUndefined();
});

test("a port that is taken is told, and the run goes on without", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { page, said } = await open({ port: (other.address() as AddressInfo).port });
  expect(said).toEqual([expect.stringContaining("EADDRINUSE")]);
  expect(page.url).toBeUndefined();
  await page.onEvent(measuring);
  await page.onEvent(ended);
  expect(said).toHaveLength(1);
});

test("a program that is killed ends the page and not the run", async () => {
  const { page, said } = await open();
  process.kill(page.pid!, "SIGKILL");
  await page.onEvent(measuring);
  await page.onEvent(ended);
  expect(said).toHaveLength(2);
  expect(said[1]).toContain("goes on without");
});

test("whoever holds the run may be killed: no process stays, though it was held", async () => {
  const script = `
    import { LivePage } from ${JSON.stringify(join(import.meta.dirname, "live-page.ts"))};
    const [directory, runId] = process.argv.slice(1);
    const page = await LivePage.open({ directory, runId, port: 0, say() {} });
    await page.hold();
    console.log(page.pid);
    setInterval(() => {}, 1000);`;
  const holder = spawn(
    process.execPath,
    ["--input-type=module", "--eval", script, directory, runId],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const pid = await new Promise<number>((resolve) =>
    holder.stdout.once("data", (line) => resolve(Number(line))),
  );
  expect(readProcess(pid)).toBeDefined();
  holder.kill("SIGKILL");
  expect(await isGone(pid)).toBe(true);
});
