import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DockerDriver } from "./driver.ts";
import { driverOn, engine, leftOf, requestFor } from "./testing/fixture.ts";
import { askInPod } from "./testing/run-in-pod.ts";

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

const processGroups = {
  volume: { workers: 3, threads: 5, paths: ["/hello", "/items/"], title: "(volume)" },
  main: { workers: 1, threads: 5, title: "(main)" },
  admin: { workers: 1, threads: 3, paths: ["/report"], title: "(admin)" },
};

/** The path's group, as its server names itself; no redirect is followed. */
const expected = {
  "/hello": "volume",
  "/hello?name=x": "volume",
  "/items/7": "volume",
  "/items": "main",
  "/items?after=3": "main",
  "/report?mb=1": "admin",
  "/": "main",
  "/other/hello": "main",
};

describe.each(["nginx", "haproxy", "caddy"] as const)("%s", (proxy) => {
  it.each(["tcp", "unix"] as const)("leads each path to its group over %s", async (socket) => {
    const request = requestFor(runId, { proxy, socket, processGroups });
    await using sitting = await driver.bringUp(request);
    const answers = await askInPod(
      sitting,
      `const answers = {};
      for (const path of ${JSON.stringify(Object.keys(expected))}) {
        const response = await fetch(base + path, { redirect: "manual" });
        answers[path] = response.status === 200 ? await response.text() : response.status;
      }
      console.log(JSON.stringify(answers));`,
    );
    expect(answers).toEqual(expected);
  });
});

it("leaves it to an app without a proxy", async () => {
  await using sitting = await driver.bringUp(requestFor(runId, { processGroups }));
  expect(sitting.target.port).toBe(8000);
  expect(await sitting.casualty()).toBeUndefined();
});
