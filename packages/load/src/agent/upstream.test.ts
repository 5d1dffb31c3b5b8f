import { spawn } from "node:child_process";
import { freePort } from "@stackbench/host";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadAgents } from "../generators.ts";

let base: string;
let child: ReturnType<typeof spawn>;
let exited: Promise<number | null>;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [loadAgents.upstream], {
    env: { ...process.env, PORT: String(port) },
    stdio: "inherit",
  });
  exited = new Promise((resolve) => child.on("exit", resolve));
  for (;;) {
    const up = await fetch(`${base}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

afterAll(() => {
  child.kill("SIGKILL");
});

test("it waits as long as it is asked to, and says so", async () => {
  const startMs = performance.now();
  const response = await fetch(`${base}/wait?ms=120`);
  expect(await response.text()).toBe('{"waitedMs":120}');
  // A lower bound holds on any machine; a timer may be early by a millisecond.
  expect(performance.now() - startMs).toBeGreaterThan(118);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await (await fetch(`${base}/wait`)).json()).toEqual({ waitedMs: 50 });
  expect(await (await fetch(`${base}/wait?ms=0`)).json()).toEqual({ waitedMs: 0 });
});

test("it refuses what it does not know", async () => {
  for (const ms of ["-1", "x", "10001", "1.5", ""]) {
    const response = await fetch(`${base}/wait?ms=${ms}`);
    expect([ms, response.status]).toEqual([ms, 400]);
  }
  expect((await fetch(`${base}/other`)).status).toBe(404);
  expect((await fetch(`${base}/wait`, { method: "POST" })).status).toBe(405);
});

test("it ends on SIGTERM, with kept connections open", async () => {
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
});
