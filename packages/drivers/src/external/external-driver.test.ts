import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { verifierEntry } from "@stackbench/contract";
import { StackFailure, type BringUpRequest, type Variant } from "@stackbench/model";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { sweepHoldings } from "../process/sweep.ts";
import { createExternalDriver } from "./external-driver.ts";

let stateDirectory: string;
let server: ChildProcess;
let port: number;

beforeAll(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), "stackbench-external-"));
});
afterAll(() => rm(stateDirectory, { recursive: true }));

beforeEach(async () => {
  const program = join(import.meta.dirname, "testing/workers.mjs");
  server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(server.stdout!, "data")) as [Buffer];
  port = Number(line.toString());
});
afterEach(async () => {
  if (server.exitCode !== null) return;
  server.stdin!.end();
  await once(server, "exit");
});

const variant: Variant = {
  id: "here",
  stackId: "url",
  command: [],
  server: "unknown",
  workers: 1,
  threads: 1,
  replicas: 1,
  proxy: "none",
  protocol: "http",
  socket: "tcp",
  tls: "none",
  environment: {},
};

function joinServerAt(at = port, changes: Partial<BringUpRequest> = {}, pin = false) {
  const address = {
    url: `http://localhost:${at}`,
    host: "localhost",
    address: "127.0.0.1",
    port: at,
  };
  const driver = createExternalDriver({
    servers: new Map([["url:here", address]]),
    repositoryRoot: import.meta.dirname,
    stateDirectory,
    nodePath: process.execPath,
    pin,
    agentEntries: {
      generator: verifierEntry,
      verifier: verifierEntry,
      autocannon: verifierEntry,
      upstream: verifierEntry,
    },
  });
  return driver.bringUp({
    runId: "run",
    sittingId: "r1/url:here",
    stack: {
      id: "url",
      title: "a server",
      language: "unknown",
      runtime: "other",
      workloads: ["hello"],
      directory: "",
      external: true,
      versions: {},
      variants: [variant],
    },
    variant,
    services: [],
    cpus: { server: [], load: [0], database: [0] },
    knobs: [],
    databasePoolSize: 1,
    memoryLimitBytes: null,
    readyTimeoutMs: 2000,
    signal: new AbortController().signal,
    ...changes,
  });
}

const answers = () => fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());

test("joins a server, starts programs beside it, and ends nothing but those", async () => {
  const sitting = await joinServerAt();
  expect(sitting.target).toEqual({ host: "localhost", address: "127.0.0.1", port });
  if (process.platform === "linux") {
    expect(sitting.services).toEqual([{ name: "app", pid: server.pid, kind: "processes" }]);
    const read = await sitting.readBack([
      { name: "nofile.soft", scope: "container", value: "1024" },
    ]);
    expect(read["nofile.soft"]).toMatch(/^\d+$/);
  }
  const sleeping = await sitting.launch({ entry: { command: "sleep" }, arguments: ["60"] });
  expect(sitting.services.map(({ name }) => name)).toContain("load");
  expect(await sitting.casualty()).toBeUndefined();
  await sitting[Symbol.asyncDispose]();
  expect(await sleeping.exited).toMatchObject({ signal: "SIGTERM" });
  expect(await answers()).toBe("hi");
  expect(await readdir(join(stateDirectory, "holdings"))).toEqual([]);
});

test.runIf(process.platform === "linux")("tells that the server ended", async () => {
  await using sitting = await joinServerAt();
  server.stdin!.end();
  await once(server, "exit");
  expect(await sitting.casualty()).toEqual({
    service: "app",
    message: expect.stringContaining(`pid ${server.pid}) ended`) as string,
  });
});

test("where nothing listens there is a failure that says what was expected and got", async () => {
  const failure = await joinServerAt(1).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StackFailure);
  expect((failure as StackFailure).failure).toMatchObject({
    stage: "ready",
    message: "expected a server at http://localhost:1 (127.0.0.1:1), got: connection refused",
  });
});

/** Of the server and its two workers. */
function allowed(): string[] {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
  return [`${server.pid}`, ...children.trim().split(" ")].map(
    (pid) => /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]!,
  );
}

const canPin = process.platform === "linux" && availableParallelism() > 1;

test.runIf(canPin)("pins a server and its workers while they are measured", async () => {
  const before = allowed();
  const cpus = { server: [1], load: [0], database: [0] };
  const sitting = await joinServerAt(port, { cpus }, true);
  expect(new Set(allowed())).toEqual(new Set(["1"]));
  await sitting[Symbol.asyncDispose]();
  expect(allowed()).toEqual(before);
});

test.runIf(canPin)("gives CPUs back that a dead owner took", async () => {
  const before = allowed();
  const cpus = { server: [1], load: [0], database: [0] };
  await using _ = await joinServerAt(port, { cpus }, true);
  const [name] = await readdir(join(stateDirectory, "holdings"));
  const path = join(stateDirectory, "holdings", name!);
  const record = JSON.parse(await readFile(path, "utf8")) as { owner: { startTime: string } };
  await writeFile(path, JSON.stringify({ ...record, owner: { ...record.owner, startTime: "1" } }));
  await sweepHoldings(stateDirectory);
  expect(allowed()).toEqual(before);
});

test("offers no limit and no knob", async () => {
  await expect(joinServerAt(port, { memoryLimitBytes: 2 ** 26 })).rejects.toThrow(/memory limit/);
});
