import { randomBytes } from "node:crypto";
import { StackFailure, type Casualty, type Sitting } from "@stackbench/model";
import type Docker from "dockerode";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DockerDriver } from "./driver.ts";
import { driverOn, engine, leftOf, requestFor } from "./testing/fixture.ts";
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

/** Answers by `name` of the environment that the replica was given. */
async function answersBy(
  sitting: Sitting,
  name: string,
  requests: number,
): Promise<Record<string, number>> {
  return (await askInPod(
    sitting,
    `const counts = {};
    for (let count = 0; count < ${requests}; count++) {
      const environment = await (await fetch(base + "/environment")).json();
      const value = environment["${name}"];
      counts[value] = (counts[value] ?? 0) + 1;
    }
    console.log(JSON.stringify(counts));`,
  )) as Record<string, number>;
}

async function casualtyWithin(sitting: Sitting, attempts: number): Promise<Casualty | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const casualty = await sitting.casualty();
    if (casualty) return casualty;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

describe.each(["nginx", "haproxy", "caddy"] as const)("three replicas behind %s", (proxy) => {
  it.each(["tcp", "unix"] as const)("get requests in turn over %s", async (socket) => {
    const request = requestFor(runId, { proxy, socket, replicas: 3 });
    await using sitting = await driver.bringUp(request);
    const name = socket === "tcp" ? "PORT" : "SOCKET_PATH";
    expect(Object.values(await answersBy(sitting, name, 30))).toEqual([10, 10, 10]);
    const apps = sitting.services.filter((service) => service.name === "app");
    expect(new Set(apps.map(({ pid }) => pid)).size).toBe(3);
    expect(await sitting.casualty()).toBeUndefined();
  });

  it("are asked for readiness one by one", async () => {
    const environment = { BEHAVIOUR: "never", AFFLICTED: "10010" };
    const shape = { proxy, replicas: 3, environment };
    const error = await failureOf(
      driver.bringUp(requestFor(runId, shape, { readyTimeoutMs: 5000 })),
    );
    expect(error.failure).toMatchObject({
      stage: "ready",
      message: 'not ready after 5 s: replica 2 of 3: status 503 "ok"',
    });
    expect(error.failure.logLines.toSorted()).toEqual([
      "replica 1 of 3: serving at 8000",
      "replica 2 of 3: serving at 10010",
      "replica 3 of 3: serving at 10020",
    ]);
  });
});

async function failureOf(bringingUp: Promise<Sitting>): Promise<StackFailure> {
  const error = await bringingUp.then(
    () => new Error("it came up"),
    (reason: unknown) => reason,
  );
  if (error instanceof StackFailure) return error;
  throw error;
}

describe("replicas", () => {
  const shape = { proxy: "nginx", replicas: 3 };

  it("share the database's connections", async () => {
    const request = requestFor(runId, shape, { services: ["database"], databasePoolSize: 11 });
    await using sitting = await driver.bringUp(request);
    // Each is asked by itself: a late question of readiness would shift the proxy's turns.
    const shares = await askInPod(
      sitting,
      `const ask = async (port) => (await fetch("http://127.0.0.1:" + port + "/environment")).json();
      const all = await Promise.all([8000, 10010, 10020].map(ask));
      console.log(JSON.stringify(all.map((environment) => environment.DATABASE_POOL_SIZE)));`,
    );
    expect(shares).toEqual(["4", "4", "3"]);
  });

  it("share the memory, and tell which of them it was not enough for", async () => {
    const request = requestFor(runId, shape, { memoryLimitBytes: 3 * 96 * 1024 ** 2 });
    await using sitting = await driver.bringUp(request);
    await runInPod(sitting, "node", "-e", `fetch("http://127.0.0.1:10020/eat").catch(() => {})`);
    expect(await casualtyWithin(sitting, 50)).toEqual({
      service: "app",
      message: "killed for memory (limit 96 MiB) (replica 3 of 3)",
    });
  });

  it("tell which of them ended before it was ready", async () => {
    const environment = { BEHAVIOUR: "exit", AFFLICTED: "10010" };
    const error = await failureOf(driver.bringUp(requestFor(runId, { ...shape, environment })));
    expect(error.failure).toEqual({
      stage: "ready",
      message: "app exited with code 3 (replica 2 of 3) before it was ready",
      logLines: ["no licence found"],
    });
  });
});
