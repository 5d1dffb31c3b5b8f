import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { StackFailure, type Failure, type Sitting } from "@stackbench/model";
import type Docker from "dockerode";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DockerDriver } from "./driver.ts";
import { labelKeys } from "./labels.ts";
import {
  driverOn,
  engine,
  fixtureStack,
  knobs,
  leftOf,
  requestFor,
  stackIn,
} from "./testing/fixture.ts";

let docker: Docker;
let driver: DockerDriver;
let runId = "";

beforeAll(async () => {
  docker = await engine();
  driver = driverOn(docker);
  await driver.prepare(fixtureStack, { services: ["database"], proxy: "nginx" }, () => {});
});

beforeEach(() => {
  runId = `test-${randomBytes(4).toString("hex")}`;
});
afterEach(async () => {
  expect(await leftOf(docker, runId)).toEqual([]);
});

async function linesOf(sitting: Sitting, url: string): Promise<string[]> {
  const program = await sitting.launch({ entry: { agent: "autocannon" }, arguments: [url] });
  const lines: string[] = [];
  for await (const line of program.lines) lines.push(line);
  return lines;
}

function get(sitting: Sitting, path: string): Promise<string[]> {
  return linesOf(sitting, `http://${sitting.target.host}:${sitting.target.port}${path}`);
}

async function failureOf(bringingUp: Promise<Sitting>): Promise<Failure> {
  const error = await bringingUp.then(
    () => new Error("it came up"),
    (reason: unknown) => reason,
  );
  if (error instanceof StackFailure) return error.failure;
  throw error;
}

async function casualtyWithin(sitting: Sitting, attempts: number): Promise<unknown> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const casualty = await sitting.casualty();
    if (casualty) return casualty;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

describe("a sitting", () => {
  it("comes up whole behind a proxy on a unix socket, and goes leaving nothing", async () => {
    const services = ["database", "upstream"] as const;
    const request = requestFor(runId, { proxy: "nginx", socket: "unix" }, { services });
    const sitting = await driver.bringUp(request);
    try {
      expect(sitting.target).toEqual({ host: "127.0.0.1", port: 7080 });
      expect(sitting.databaseUrl).toBe("postgres://stackbench@127.0.0.1:5432/stackbench");
      const names = sitting.services.map(({ name }) => name);
      expect(names.toSorted()).toEqual(["app", "database", "load", "proxy", "upstream"]);
      expect(sitting.services.every(({ pid }) => pid > 0)).toBe(true);
      const environment = JSON.parse((await get(sitting, "/environment")).join("")) as object;
      expect(environment).toMatchObject({ DATABASE_POOL_SIZE: "4", WORKERS: "1", THREADS: "1" });
      expect(await linesOf(sitting, "http://127.0.0.1:9100/")).toEqual(["upstream"]);
      expect(await sitting.casualty()).toBeUndefined();
      expect((await sitting.logs("database", 2)).at(-1)).toMatch(/ready to accept connections/);
      expect(await leftOf(docker, runId)).toHaveLength(6);
    } finally {
      await sitting[Symbol.asyncDispose]();
    }
  });

  it("that is left is gone when the next one is handed out, and when the driver closes", async () => {
    const first = await driver.bringUp(requestFor(runId, {}, { services: ["database"] }));
    const names = await leftOf(docker, runId);
    await first.leave!();
    const second = await driver.bringUp(requestFor(runId));
    const left = await leftOf(docker, runId);
    expect(left.filter((name) => names.includes(name))).toEqual([]);
    expect(left).toHaveLength(2);
    await second.leave!();
    await driver.close();
    expect(await leftOf(docker, runId)).toEqual([]);
  });

  /** Through the database's own container: the load image has no client. */
  async function psql(user: string, query: string): Promise<string> {
    const [database] = await docker.listContainers({
      filters: { label: [`stackbench.run=${runId}`, "stackbench.service=database"] },
    });
    const client = ["psql", "-h", "127.0.0.1", "-U", user, "-d", "stackbench"];
    const exec = await docker.getContainer(database!.Id).exec({
      Cmd: [...client, "-Atc", query],
      AttachStdout: true,
      Tty: true,
    });
    let said = "";
    for await (const chunk of await exec.start({ Tty: true })) said += String(chunk);
    return said.trim();
  }

  it("has the seeded table, which is all that the app's user has", async () => {
    await using sitting = await driver.bringUp(requestFor(runId, {}, { services: ["database"] }));
    const query = "select count(*), min(name), max(quantity) from items";
    expect(await psql("stackbench", query)).toBe("10000|item-0000000001|999");
    expect(await psql("stackbench", "show is_superuser")).toBe("off");
    expect(await psql("stackbench", "copy items to program 'id'")).toMatch(/permission denied/);
    expect(await psql("stackbench", "create table another(id int)")).toMatch(/permission denied/);
    expect(await psql("postgres", "select 1")).toMatch(/no pg_hba.conf entry/);
    expect(await sitting.casualty()).toBeUndefined();
  });

  it("is of containers that have no more privileges than they need", async () => {
    const services = ["database", "upstream"] as const;
    await using sitting = await driver.bringUp(requestFor(runId, { proxy: "nginx" }, { services }));
    const statusOf = (pid: number): Record<string, string> =>
      Object.fromEntries(
        readFileSync(`/proc/${pid}/status`, "utf8")
          .split("\n")
          .map((line) => line.split(":\t") as [string, string]),
      );
    // Numbers of capabilities.h as bits: 0, 1, 3, 5, 6, 7, 10 for the app; 23 is SYS_NICE.
    const kept = { app: 0x4eb, database: 0, load: 1 << 23, proxy: 0xe1, upstream: 0 };
    for (const { name, pid } of sitting.services) {
      const status = statusOf(pid);
      expect(status["NoNewPrivs"], name).toBe("1");
      const bounding = Number.parseInt(status["CapBnd"]!, 16);
      expect({ [name]: bounding }).toEqual({ [name]: kept[name as keyof typeof kept] });
    }
    const containers = await docker.listContainers({
      filters: { label: [`stackbench.run=${runId}`] },
    });
    for (const { Id } of containers) {
      const { HostConfig: host } = await docker.getContainer(Id).inspect();
      expect(host.PidsLimit).toBeGreaterThan(0);
    }
  });

  it("runs under the knobs that were asked for", async () => {
    await using sitting = await driver.bringUp(requestFor(runId));
    expect(await sitting.readBack(knobs)).toEqual({
      "net.core.somaxconn": "8191",
      "nofile.soft": "512",
      "nofile.hard": "1024",
    });
  });

  it("runs programs beside the generator: lines both ways, exit codes, signals", async () => {
    await using sitting = await driver.bringUp(requestFor(runId));
    const echo = await sitting.launch({ entry: { agent: "generator" }, arguments: [] });
    echo.write("one");
    echo.write("two");
    echo.endInput();
    const lines: string[] = [];
    for await (const line of echo.lines) lines.push(line);
    expect(lines).toEqual(["echo one", "echo two"]);
    const ended = { code: 7, signal: null, stderrTail: "ready to echo\n" };
    expect(await echo.exited).toEqual(ended);
    const sleeper = await sitting.launch({ entry: { command: "sleep" }, arguments: ["60"] });
    sleeper.kill("SIGTERM");
    expect(await sleeper.exited).toMatchObject({ code: null, signal: "SIGTERM" });
    const nothing = await sitting.launch({ entry: { command: "no-such-thing" }, arguments: [] });
    expect(await nothing.exited).toMatchObject({ code: 127 });
    for (const tool of ["wrk", "hey", "ab"]) {
      const found = await sitting.launch({ entry: { command: "which" }, arguments: [tool] });
      expect(await found.exited).toMatchObject({ code: 0 });
    }
  });

  it("shares the engine with another", async () => {
    const both = await Promise.all([
      driver.bringUp(requestFor(runId)),
      driver.bringUp(requestFor(runId)),
    ]);
    expect(await Promise.all(both.map((sitting) => get(sitting, "/")))).toEqual([["ok"], ["ok"]]);
    await Promise.all(both.map((sitting) => sitting[Symbol.asyncDispose]()));
  });
});

describe("a stack that fails", () => {
  const behaving = (behaviour: string): Record<string, unknown> => ({
    environment: { BEHAVIOUR: behaviour },
  });

  it("exits before it is ready", async () => {
    expect(await failureOf(driver.bringUp(requestFor(runId, behaving("exit"))))).toEqual({
      stage: "ready",
      message: "app exited with code 3 before it was ready",
      logLines: ["no licence found"],
    });
  });

  it("never becomes ready", async () => {
    const request = requestFor(runId, behaving("never"), { readyTimeoutMs: 700 });
    expect(await failureOf(driver.bringUp(request))).toMatchObject({
      stage: "ready",
      message: 'not ready after 0.7 s: status 503 "ok"',
    });
  });

  it.each([{}, { proxy: "nginx" }])(
    "listens elsewhere: told long before the deadline",
    async (shape) => {
      const request = requestFor(
        runId,
        { ...behaving("elsewhere"), ...shape },
        { readyTimeoutMs: 600_000 },
      );
      const { stage, message } = await failureOf(driver.bringUp(request));
      expect(stage).toBe("ready");
      expect(message).toMatch(
        /^not ready, got: (connection refused|.*status 502.*); the app listens on 18121, not on \$PORT \(8000\)$/,
      );
    },
  );

  it("ends well before it is ready, as one does that goes into the background", async () => {
    const { message } = await failureOf(driver.bringUp(requestFor(runId, behaving("exit well"))));
    expect(message).toMatch(/^app exited with code 0 before it was ready: .*in the foreground/);
  });

  it("does not end on SIGTERM, or ends badly", async () => {
    const endOf = async (shape: Record<string, unknown>): Promise<string | undefined> => {
      await using sitting = await driver.bringUp(requestFor(runId, shape));
      return await sitting.endApp!();
    };
    expect(await endOf(behaving("good end"))).toBeUndefined();
    expect(await endOf(behaving("bad end"))).toBe(
      "expected it to end on SIGTERM with code 0, but it exited with code 5",
    );
    expect(await endOf(behaving("deaf"))).toMatch(
      /^SIGTERM did not end it within 5 s: .*; it still runs \S+ \S+ \d\d:\d\d:\d\d node server\.mjs/,
    );
    // Between two questions to the engine: it refuses to send a signal to what has ended.
    await using gone = await driver.bringUp(requestFor(runId, behaving("good end")));
    process.kill(gone.services.find(({ name }) => name === "app")!.pid, "SIGKILL");
    await casualtyWithin(gone, 50);
    expect(await gone.endApp!()).toBe(
      "expected it to run until SIGTERM, but before that it was killed by SIGKILL",
    );
    // It would end, were it told: the shell is process 1, and keeps it to itself.
    const command = ["sh", "-c", "node server.mjs; exit 0"];
    expect(await endOf({ ...behaving("good end"), command })).toMatch(
      /^SIGTERM did not end it within 5 s: .*a shell hands none on/,
    );
  });

  it("cannot be started at all", async () => {
    const failure = await failureOf(driver.bringUp(requestFor(runId, { command: ["nonesuch"] })));
    expect(failure).toMatchObject({ stage: "bring-up" });
    expect(failure.message).toMatch(/nonesuch.*executable file not found/);
  });

  it("is killed for memory under load", async () => {
    const request = requestFor(runId, {}, { memoryLimitBytes: 96 * 1024 ** 2 });
    await using sitting = await driver.bringUp(request);
    await get(sitting, "/eat");
    expect(await casualtyWithin(sitting, 50)).toEqual({
      service: "app",
      message: "killed for memory (limit 96 MiB)",
    });
  });

  it("is removed by somebody, its log with it", async () => {
    await using sitting = await driver.bringUp(requestFor(runId));
    const filters = { label: [`${labelKeys.run}=${runId}`, `${labelKeys.service}=app`] };
    for (const { Id } of await docker.listContainers({ filters })) {
      await docker.getContainer(Id).remove({ force: true });
    }
    const casualty = await sitting.casualty();
    expect(casualty).toEqual({ service: "app", message: "its container was removed" });
    expect(await sitting.logs("app", 20)).toEqual([]);
    expect(await sitting.endApp!()).toBe(
      "expected it to run until SIGTERM, but before that its container was removed",
    );
  });

  it("loses a worker for memory and goes on", async () => {
    const request = requestFor(runId, {}, { memoryLimitBytes: 160 * 1024 ** 2 });
    await using sitting = await driver.bringUp(request);
    await get(sitting, "/eat-in-worker");
    expect(await casualtyWithin(sitting, 50)).toEqual({
      service: "app",
      message: "a process of it was killed for memory (limit 160 MiB)",
    });
  });

  it("has an image that does not build", async () => {
    const stack = stackIn("broken-stack", "broken");
    const preparing = driver.prepare(stack, { services: [] }, () => {});
    await expect(preparing).rejects.toBeInstanceOf(StackFailure);
    const { failure } = (await preparing.catch((error: unknown) => error)) as StackFailure;
    expect(failure.stage).toBe("image");
    expect(failure.message).toMatch(/code: 9/);
    expect(failure.logLines).toContain("about to fail");
  });
});

it("ends at once, leaving nothing, when the person has had enough", async () => {
  const abort = new AbortController();
  const environment = { BEHAVIOUR: "never" };
  const bringingUp = driver.bringUp(requestFor(runId, { environment }, { signal: abort.signal }));
  setTimeout(() => abort.abort(new Error("enough")), 250);
  await expect(bringingUp).rejects.toThrow("enough");
});

it("says that the machine has no such CPU", async () => {
  const cpus = { server: [4000], load: [0], database: [0] };
  await expect(driver.bringUp(requestFor(runId, {}, { cpus }))).rejects.toMatchObject({
    name: "HostError",
    message: expect.stringMatching(/CPUs are not available/) as string,
  });
});

it("offers what can be set, and caps the open files with the reason", async () => {
  const offers = await driver.offer([
    { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
    { name: "net.core.no_such_thing", scope: "network-namespace", value: "1" },
    { name: "nofile.soft", scope: "container", value: "1000" },
    // Above fs.nr_open: no kernel gives it.
    { name: "nofile.hard", scope: "container", value: "4000000000" },
  ]);
  expect(offers.map(({ can }) => can)).toEqual(["set", "not-set", "set", "set-up-to"]);
  expect(offers[1]).toMatchObject({ reason: "not namespaced: it belongs to the host" });
  const hard = offers[3] as { limit: string; reason: string };
  expect(Number(hard.limit)).toBeGreaterThan(0);
  expect(hard.reason).toBe(`the engine's own hard limit is ${hard.limit}`);
});
