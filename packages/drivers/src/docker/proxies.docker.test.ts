import { randomBytes } from "node:crypto";
import type { PrepareNeed } from "@stackbench/model";
import type Docker from "dockerode";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DockerDriver } from "./driver.ts";
import { driverOn, engine, fixtureStack, leftOf, requestFor } from "./testing/fixture.ts";
import { askInPod, runInPod } from "./testing/run-in-pod.ts";

let docker: Docker;
let driver: DockerDriver;
let runId = "";

beforeAll(async () => {
  docker = await engine();
  driver = driverOn(docker);
});
beforeEach(() => {
  runId = `test-${randomBytes(4).toString("hex")}`;
});
afterEach(async () => {
  expect(await leftOf(docker, runId)).toEqual([]);
});

interface Echo {
  method: string;
  headers: Record<string, string>;
  body: string;
  connection: number;
}

const socketsOf = {
  nginx: "tcp",
  haproxy: "unix",
  caddy: "unix",
} as const;

describe.each(["nginx", "haproxy", "caddy"] as const)("%s", (proxy) => {
  it("is told by its version", async () => {
    const need: PrepareNeed = { services: [], proxy };
    const { versions, images } = await driver.prepare(fixtureStack, need, () => {});
    expect(versions[proxy]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(images["proxy"]).toMatch(/^sha256:/);
  });

  it("hands requests on as they are, with the same headers as every proxy", async () => {
    const request = requestFor(runId, { proxy, socket: socketsOf[proxy] });
    await using sitting = await driver.bringUp(request);
    const echo = (await askInPod(
      sitting,
      `import { request } from "node:http";
      const sent = request(base + "/echo", {
        method: "PUT",
        headers: { host: "example.org:81", "x-forwarded-for": "10.1.1.1", "x-own": "1" },
      });
      sent.on("response", async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        console.log(text);
      });
      // Without a length, and in pieces: chunked.
      sent.write("one ");
      setTimeout(() => sent.end("two"), 50);`,
    )) as Echo;
    expect(echo).toMatchObject({ method: "PUT", body: "one two" });
    expect(echo.headers).toMatchObject({
      host: "example.org:81",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-own": "1",
    });
    expect(echo.headers).not.toHaveProperty("accept-encoding");
    expect(echo.headers).not.toHaveProperty("x-forwarded-host");
  });

  it("keeps connections on both sides", async () => {
    await using sitting = await driver.bringUp(requestFor(runId, { proxy }));
    const seen = (await askInPod(
      sitting,
      `import { Agent, get } from "node:http";
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      const ask = () => new Promise((resolve, reject) => {
        const asked = get(base + "/echo", { agent }, async (response) => {
          let text = "";
          for await (const chunk of response) text += chunk;
          resolve({ connection: JSON.parse(text).connection, reused: asked.reusedSocket });
        });
        asked.on("error", reject);
      });
      const seen = [];
      for (let turn = 0; turn < 50; turn++) {
        seen.push(...(await Promise.all(Array.from({ length: 8 }, ask))));
      }
      agent.destroy();
      console.log(JSON.stringify({
        near: seen.filter(({ reused }) => !reused).length,
        far: new Set(seen.map(({ connection }) => connection)).size,
      }));`,
    )) as { near: number; far: number };
    expect(seen.near).toBe(8);
    // A few more than are needed may be opened while some are under way back.
    expect(seen.far).toBeLessThanOrEqual(16);
  });

  it("listens where load comes in, and nowhere else", async () => {
    await using sitting = await driver.bringUp(requestFor(runId, { proxy }));
    const lines = await runInPod(sitting, "cat", "/proc/net/tcp", "/proc/net/tcp6");
    const listening = lines.flatMap(
      (line) => /:([0-9A-F]{4}) [0-9A-F:]+ 0A /.exec(line)?.[1] ?? [],
    );
    expect(listening.map((port) => Number.parseInt(port, 16)).toSorted((a, b) => a - b)).toEqual([
      7080, 8000,
    ]);
  });

  it("is not ready before the app behind it is", async () => {
    const environment = { BEHAVIOUR: "never" };
    const request = requestFor(runId, { proxy, environment }, { readyTimeoutMs: 1500 });
    await expect(driver.bringUp(request)).rejects.toMatchObject({
      failure: { stage: "ready", message: 'not ready after 1.5 s: status 503 "ok"' },
    });
  });
});
