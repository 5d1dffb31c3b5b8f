import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError, StackFailure, type Selected } from "@stackbench/model";
import { fakePorts, experimentOf, type FakeBehaviour } from "@stackbench/model/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureCalibration } from "./ensure-calibration.ts";
import { calibrationPath } from "./keep-calibration.ts";
import type { CalibrationServers } from "./servers.ts";
import { conditions } from "./testing/calibration-of.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-calibration-"));
});
afterEach(() => rm(directory, { recursive: true }));

const experiment = experimentOf(["a:bare"], { driver: "process" });
const { cpus } = experiment;
const servers: CalibrationServers = new Map([
  ["null", { stack: {}, variant: { stackId: "reference-servers", id: "null" } } as Selected],
]);
const path = () => calibrationPath(directory, conditions);

/** One program start on one machine: what it said, what it brought up, and what it got. */
async function start(
  behaviour: FakeBehaviour = {},
  changes: Partial<Parameters<typeof ensureCalibration>[0]> = {},
) {
  const ports = fakePorts(behaviour);
  const { driver } = ports;
  const said: string[] = [];
  const { signal } = new AbortController();
  const say = (line: string) => said.push(line);
  const calibration = await ensureCalibration({
    experiment,
    overTls: [false],
    ports,
    signal,
    say,
    directory,
    conditions,
    servers,
    ...changes,
  });
  expect(driver.up.size).toBe(0);
  return { calibration, said: said.join("\n"), brought: driver.brought };
}

test("without a calibration a short one is made, told and kept; the next run uses it in silence", async () => {
  const first = await start();
  expect(first.said).toMatch(/none was made yet; .* measured now, in short/);
  expect(first.brought).toEqual(["reference-servers:null"]);
  expect(first.calibration).toMatchObject({
    depth: "short",
    cpus,
    ceilings: [{ generator: "stackbench", keepAlive: true, threads: 1, requestsPerSecond: 10_000 }],
    accuracy: [],
  });
  const second = await start();
  expect(second.calibration).toEqual(first.calibration);
  expect(second.brought).toEqual([]);
  expect(second.said).toBe("");
});

test("another mode is measured in addition", async () => {
  await start();
  const closing = { ...experiment, keepAlive: false };
  const { calibration, said } = await start({}, { experiment: closing });
  expect(said).toMatch(/a new connection for each request was not measured/);
  expect(calibration?.ceilings.map(({ keepAlive }) => keepAlive)).toEqual([true, false]);
  expect((await start()).brought).toEqual([]);
});

test("what each level asks for is measured", async () => {
  const level = { loop: "closed", connections: 4 } as const;
  const both = {
    ...experiment,
    levels: [true, false].map((keepAlive) => ({ ...level, keepAlive })),
  };
  const { calibration } = await start({}, { experiment: both });
  expect(calibration?.ceilings.map(({ keepAlive }) => keepAlive)).toEqual([true, false]);
  const { said } = await start({}, { experiment: { ...experiment, keepAlive: false } });
  expect(said).toBe("");
});

test("what another version, another kernel or other code measured is measured anew and not kept", async () => {
  const { calibration } = await start();
  for (const [part, stale] of [
    ["ceilings", calibration!.ceilings.map((ceiling) => ({ ...ceiling, version: "0.0.1" }))],
    ["fingerprint", { ...calibration!.fingerprint, kernel: "Linux 2.4" }],
    // The same version, and not the same generator.
    ["generatorCode", "0000000000000000"],
  ] as const) {
    await writeFile(path(), JSON.stringify({ ...calibration, [part]: stale }));
    const again = await start();
    expect(again.said).toMatch(/stackbench 0\.0\.1, now|kernel Linux 2\.4, now|other code/);
    expect(again.calibration).toMatchObject({
      fingerprint: calibration!.fingerprint,
      ceilings: calibration!.ceilings,
    });
    expect((await start()).brought).toEqual([]);
  }
});

test("a broken file is told, ignored and replaced", async () => {
  await start();
  await writeFile(path(), "{");
  const { calibration, said } = await start();
  expect(said).toMatch(/is ignored \(.*JSON/);
  expect(calibration).not.toBeNull();
  expect(JSON.parse(await readFile(path(), "utf8"))).toEqual(calibration);
});

test.each<[string, FakeBehaviour]>([
  [
    "a server that does not come up",
    {
      bringUp: () => {
        throw new StackFailure("ready", "it would not start");
      },
    },
  ],
  [
    "a host without an engine",
    {
      prepare: () => {
        throw new HostError("it would not start");
      },
    },
  ],
  [
    "a generator that gets no answers",
    {
      measure: () => {
        throw new StackFailure("window", "it would not start");
      },
    },
  ],
])("%s is told, and the run goes on without a calibration", async (_, behaviour) => {
  const { calibration, said } = await start(behaviour);
  expect(calibration).toBeNull();
  expect(said).toMatch(/it would not start/);
});

test("a calibration that cannot be kept serves this run", async () => {
  const file = join(directory, "file");
  await writeFile(file, "");
  const { calibration, said } = await start({}, { directory: file });
  expect(said).toMatch(/could not be kept: /);
  expect(calibration?.ceilings).toHaveLength(1);
});

test("Ctrl-C ends it, and is no failure to calibrate", async () => {
  const interrupt = new AbortController();
  const behaviour: FakeBehaviour = {
    measure: () => {
      interrupt.abort(new Error("stop it"));
      throw new StackFailure("window", "the generator was killed");
    },
  };
  await expect(start(behaviour, { signal: interrupt.signal })).rejects.toThrow("stop it");
});
