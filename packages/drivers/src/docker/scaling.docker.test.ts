import { randomBytes } from "node:crypto";
import { StackFailure, type ScaleStep, type Sitting } from "@stackbench/model";
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

const shape = { proxy: "nginx", replicas: 3 };
const scaled = (changes: Record<string, unknown> = {}) =>
  requestFor(runId, { ...shape, ...changes }, { activeReplicas: 1 });

/** Steps as they come: "2 ready". */
function followed(sitting: Sitting) {
  const steps: (ScaleStep & { at: number })[] = [];
  sitting.scaling!.follow((step) => steps.push({ ...step, at: Date.now() }));
  return { steps, names: () => steps.map(({ replica, step }) => `${replica} ${step}`) };
}

/** Requests one after another on a kept connection; answers by the port of the replica that gave them. */
async function portsOf(sitting: Sitting, requests: number): Promise<Record<string, number>> {
  return (await askInPod(
    sitting,
    `const counts = {};
    for (let count = 0; count < ${requests}; count++) {
      const { PORT } = await (await fetch(base + "/environment")).json();
      counts[PORT] = (counts[PORT] ?? 0) + 1;
    }
    console.log(JSON.stringify(counts));`,
  )) as Record<string, number>;
}

/**
 * Asks on eight connections until a file says that it is over. A request on a kept connection that is closed before any
 * byte of the answer is asked anew (RFC 9112, 9.3.1): nginx closes idle connections when it is reloaded.
 */
const askOn = `
  import { existsSync } from "node:fs";
  import { Agent, get } from "node:http";
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const counts = { right: 0, ports: {}, wrong: [] };
  const used = new WeakSet();
  const ask = () => new Promise((resolve) => {
    const sent = get(base + "/slow", { agent }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => {
        if (response.statusCode === 200) {
          counts.right++;
          counts.ports[body] = (counts.ports[body] ?? 0) + 1;
        } else counts.wrong.push(String(response.statusCode));
        resolve();
      });
      response.on("error", (error) => { counts.wrong.push(error.code); resolve(); });
    });
    let isKept = false;
    sent.on("socket", (socket) => { isKept = used.has(socket); used.add(socket); });
    sent.on("error", (error) => {
      if (isKept && error.code === "ECONNRESET") return resolve(ask());
      counts.wrong.push(error.code);
      resolve();
    });
  });
  const line = async () => { while (!existsSync("/tmp/over")) await ask(); };
  await Promise.all(Array.from({ length: 8 }, line));
  console.log(JSON.stringify(counts));
  process.exit();
`;

describe.each(["tcp", "unix"])("a scaled sitting over %s", (socket) => {
  it("loses no request while replicas come and go", async () => {
    await using sitting = await driver.bringUp(
      scaled({ socket, environment: { BEHAVIOUR: "good end" } }),
    );
    const { names, steps } = followed(sitting);
    const asking = askInPod(sitting, askOn) as Promise<{
      right: number;
      ports: Record<string, number>;
      wrong: string[];
    }>;
    await sitting.scaling!.scaleTo(3);
    expect(sitting.scaling!.serving().map(({ replica }) => replica)).toEqual([1, 2, 3]);
    const handles = sitting.scaling!.serving().map(({ handle }) => handle!);
    expect(new Set(handles.map((one) => one.kind === "cgroup" && one.pid)).size).toBe(3);
    // By the replica's own clock, which is this machine's: not before it was ready, and as soon as it was told to serve.
    const first = Number(
      await askInPod(
        sitting,
        `const first = await (await fetch("http://127.0.0.1:11002/first")).json();
        console.log(JSON.stringify(first));`,
      ),
    );
    const [readyAt, servesAt] = ["ready", "in-proxy"].map(
      (name) => steps.find(({ replica, step }) => replica === 3 && step === name)!.at,
    );
    expect(first).toBeGreaterThanOrEqual(readyAt!);
    expect(Math.abs(first - servesAt!)).toBeLessThan(1000);
    await sitting.scaling!.scaleTo(1);
    await runInPod(sitting, "touch", "/tmp/over");
    const { right, ports, wrong } = await asking;
    expect(wrong).toEqual([]);
    expect(Object.keys(ports).toSorted()).toEqual(["10010", "10020", "8000"]);
    expect(right).toBeGreaterThan(100);
    expect(names().join(", ")).toBe(
      "2 started, 2 ready, 2 in-proxy, 3 started, 3 ready, 3 in-proxy, " +
        "3 draining, 3 drained, 3 gone, 2 draining, 2 drained, 2 gone",
    );
    expect(steps.filter(({ message }) => message !== undefined)).toEqual([]);
    expect(await sitting.casualty()).toBeUndefined();
  });
});

describe("a scaled sitting", () => {
  it("begins with one replica, which is asked alone, and can grow again", async () => {
    await using sitting = await driver.bringUp(scaled({ environment: { BEHAVIOUR: "good end" } }));
    expect(await portsOf(sitting, 6)).toEqual({ 8000: 6 });
    for (const count of [2, 1, 3]) await sitting.scaling!.scaleTo(count);
    expect(await portsOf(sitting, 6)).toEqual({ 8000: 2, 10010: 2, 10020: 2 });
    expect(sitting.services.filter(({ name }) => name === "app")).toHaveLength(1);
  });

  it.each([
    ["exit", "app exited with code 3 before it was ready"],
    ["never", 'not ready after 4 s: replica 2 of 3: status 503 "ok"'],
  ])("tells of a replica that does not come up (%s), and serves on", async (BEHAVIOUR, message) => {
    const environment = { BEHAVIOUR, AFFLICTED: "10010" };
    const request = { ...scaled({ environment }), readyTimeoutMs: 4000 };
    await using sitting = await driver.bringUp(request);
    const { names } = followed(sitting);
    const error = await sitting.scaling!.scaleTo(2).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StackFailure);
    expect((error as StackFailure).failure).toMatchObject({ stage: "ready", message });
    expect(names()).toEqual(["2 started"]);
    expect(await portsOf(sitting, 3)).toEqual({ 8000: 3 });
    expect(await sitting.casualty()).toBeUndefined();
    expect(await leftOf(docker, runId)).toHaveLength(3);
  });

  it("takes a replica that dies out of the proxy, and it is no casualty", async () => {
    await using sitting = await driver.bringUp(scaled());
    await sitting.scaling!.scaleTo(2);
    const { steps } = followed(sitting);
    const died = new Promise<void>((resolve) => {
      sitting.scaling!.follow(({ step }) => step === "died" && resolve());
    });
    const filters = { label: [`stackbench.run=${runId}`, "stackbench.service=app"] };
    const apps = await docker.listContainers({ filters });
    const second = apps.find(({ Names: names }) => names[0]!.endsWith("-app-2"))!;
    await docker.getContainer(second.Id).kill();
    await died;
    expect(steps).toMatchObject([{ replica: 2, step: "died", message: "killed by SIGKILL" }]);
    // The next change comes after the proxy was told.
    await sitting.scaling!.scaleTo(1);
    expect(await portsOf(sitting, 4)).toEqual({ 8000: 4 });
    expect(await sitting.casualty()).toBeUndefined();
    await sitting.scaling!.scaleTo(2);
    expect(await portsOf(sitting, 4)).toEqual({ 8000: 2, 10010: 2 });
  });

  it("that is taken down while it grows leaves nothing behind", async () => {
    const environment = { BEHAVIOUR: "never", AFFLICTED: "10010" };
    const sitting = await driver.bringUp(scaled({ environment }));
    const started = new Promise<void>((resolve) => {
      sitting.scaling!.follow(({ step }) => step === "started" && resolve());
    });
    const growing = sitting.scaling!.scaleTo(2).catch((reason: unknown) => reason);
    await started;
    await sitting[Symbol.asyncDispose]();
    expect(String(await growing)).toContain("the sitting is taken down");
  });
});
