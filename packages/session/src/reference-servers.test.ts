import { freePort } from "@stackbench/host";
import { TickHistogram, laws, ResidenceRecord } from "@stackbench/reference-servers";
import { spawn, type ChildProcess } from "node:child_process";
import net from "node:net";
import { Histogram } from "@stackbench/statistics";
import { afterEach, describe, expect, test } from "vitest";
import { loadReferenceServers, referenceServersDirectory } from "./reference-servers.ts";

let child: ChildProcess | undefined;
let base = "";
let port = 0;

afterEach(() => {
  child?.kill("SIGKILL");
});

async function start(variant: string): Promise<void> {
  const entry = (await loadReferenceServers()).get(variant)!;
  port = await freePort();
  base = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, entry.variant.command.slice(1), {
    cwd: referenceServersDirectory,
    env: { PORT: `${port}`, ...entry.variant.environment },
    stdio: "inherit",
  });
  for (;;) {
    const up = await fetch(`${base}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends the parts, each in a packet of its own, and gives all that comes until the server closes. */
async function talk(parts: readonly string[]): Promise<string> {
  const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
  let heard = "";
  socket.on("data", (bytes) => (heard += bytes.toString()));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const part of parts) {
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await closed;
  return heard;
}

const record = async () => (await (await fetch(`${base}/record`)).json()) as any;
const hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
const lastHello = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

describe("a reference server", () => {
  test("answers hello as the contract says, and nothing that it does not know", async () => {
    await start("null");
    const answer = await fetch(`${base}/hello`);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "text/plain",
      "Hello, world!",
    ]);
    expect((await fetch(`${base}/hello`, { method: "POST", body: "x=1" })).status).toBe(404);
    expect((await fetch(`${base}/hello/1`)).status).toBe(404);
  });

  test("answers requests that come together, and one that comes in pieces", async () => {
    await start("constant");
    const heard = await talk([
      hello,
      hello + hello,
      "GET /hel",
      "lo HTTP/1.1\r\n",
      "\r\n",
      lastHello,
    ]);
    expect(heard.match(/Hello, world!/g)).toHaveLength(5);
    expect(heard.match(/Connection: close/g)).toHaveLength(1);
    const { count, residence } = await record();
    expect([count, residence.count]).toEqual([5, 5]);
    // A lower bound holds on any machine: 5 ms in ticks of 0.1 µs.
    expect(residence.min).toBeGreaterThanOrEqual(50_000);
  });

  test("forgets what it saw when told to", async () => {
    await start("queue");
    await talk([hello, hello, lastHello]);
    const before = await record();
    expect([before.count, before.waitsUs.length, before.interArrivalsUs.length]).toEqual([3, 3, 2]);
    await fetch(`${base}/record/reset`, { method: "POST" });
    const after = await record();
    expect([after.count, after.waitsUs, after.residence.buckets]).toEqual([0, [], []]);
  });

  test("burns at least what it says, by its own account", async () => {
    await start("spin");
    await talk([hello, hello, lastHello]);
    const { burnedCpuUs, processCpuUs } = await record();
    expect(burnedCpuUs).toBeGreaterThanOrEqual(3000);
    expect(processCpuUs).toBeGreaterThanOrEqual(burnedCpuUs);
  });

  test("ends on SIGTERM, with kept connections open", async () => {
    await start("null");
    const exited = new Promise((resolve) => child!.on("exit", resolve));
    child!.kill("SIGTERM");
    expect(await exited).toBe(0);
  });
});

describe("laws", () => {
  const lawOf = (
    name: string,
    environment: Record<string, string>,
    seen = new ResidenceRecord(name),
  ) => {
    Object.assign(process.env, environment);
    return laws[name]!(seen);
  };

  test("queue: each leaves one service time after it or its forerunner could begin", () => {
    const law = lawOf("queue", { SERVICE_MS: "2" });
    expect([10, 11, 11, 20].map(law)).toEqual([12, 14, 16, 22]);
  });

  test("places: as many at once as there are, the next when the first of them is free", () => {
    const law = lawOf("places", { PLACES: "3", SERVICE_MS: "10" });
    expect([0, 1, 2, 3, 3, 40].map(law)).toEqual([10, 11, 12, 20, 21, 50]);
  });

  test("mix and exponential: the shares and the mean that were asked for", () => {
    const mix = lawOf("mix", { FAST_MS: "2", SLOW_MS: "100", SLOW_SHARE: "0.02", SEED: "1" });
    const delays = Array.from({ length: 50_000 }, () => mix(0));
    expect(new Set(delays)).toEqual(new Set([2, 100]));
    expect(delays.filter((delay) => delay === 100).length / delays.length).toBeCloseTo(0.02, 2);
    const exponential = lawOf("exponential", { MEAN_MS: "5", SEED: "1" });
    const sum = Array.from({ length: 50_000 }, () => exponential(0)).reduce((a, b) => a + b, 0);
    expect(sum / 50_000 / 5).toBeCloseTo(1, 1);
  });

  test("stall: who comes in a freeze leaves at its end, all others at once", () => {
    const law = lawOf("stall", { FREEZE_MS: "200", PERIOD_MS: "5000" });
    const nowMs = performance.now();
    const due = Array.from({ length: 5000 }, (_, i) => law(nowMs + i) - (nowMs + i));
    const frozen = due.filter((delay) => delay > 0);
    expect(frozen.length).toBeGreaterThanOrEqual(199);
    expect(frozen.length).toBeLessThanOrEqual(201);
    expect(Math.max(...due)).toBeLessThanOrEqual(200);
  });

  test("a parameter that is missing is named", () => {
    expect(() => lawOf("constant", { DELAY_MS: "" })).toThrow(
      '$DELAY_MS: expected a number >= 0, got ""',
    );
  });
});

test("its histogram is the harness's", () => {
  const [theirs, ours] = [new TickHistogram(), new Histogram()];
  for (const ticks of [0, 1, 511, 1023, 1024, 5_000_017, 4_294_967_295, 5_000_000_000]) {
    theirs.recordMs(ticks / 10_000);
    ours.record(ticks);
  }
  expect(theirs.toData()).toEqual(ours.toData());
});
