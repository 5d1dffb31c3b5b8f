import type { LoadResult, ResourceUse } from "@stackbench/model";
import { fakeUse, loadResultOf, totalsOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { judgeCeiling, type CeilingWindow } from "./judge-ceiling.ts";

const cpus = { server: [0], load: [1], database: [0] };

function windowOf(
  succeeded: number,
  busy: { generator: number | undefined; server: number | undefined },
  errors: LoadResult["errors"] = {},
): CeilingWindow {
  const figures = { succeeded, seconds: 1 };
  const busyShareByCpu = busy.server === undefined ? {} : { 0: busy.server, 1: 0.97 };
  const use: ResourceUse = { ...fakeUse, seconds: 1, host: { busyShareByCpu } };
  return {
    load:
      busy.generator === undefined
        ? totalsOf(figures, { errors })
        : loadResultOf(figures, { errors, busiestThreadCpuShare: busy.generator }),
    use,
  };
}

test("the highest window is the ceiling, and says what limited it", () => {
  const windows = [
    windowOf(90_000, { generator: 0.8, server: 0.99 }),
    windowOf(100_000, { generator: 0.95, server: 0.6 }),
    windowOf(95_000, { generator: 0.9, server: 0.5 }),
  ];
  expect(judgeCeiling(windows, cpus)).toEqual({
    requestsPerSecond: 100_000,
    limitedBy: "generator",
    generatorCpuShare: 0.95,
    serverCpuShare: 0.6,
  });
});

test.each([
  [{ generator: 0.85, server: 0.89 }, "generator"],
  [{ generator: 0.84, server: 0.89 }, "unknown"],
  [{ generator: 0.6, server: 0.9 }, "server"],
  // Against a faster server it might send more.
  [{ generator: 0.99, server: 0.95 }, "server"],
  [{ generator: 0.99, server: undefined }, "unknown"],
])("%j: limited by %s", (busy, limitedBy) => {
  expect(judgeCeiling([windowOf(1000, busy)], cpus)).toMatchObject({ limitedBy });
});

test("a server's CPU that something else fills is no limit of the server's", () => {
  const { load, use } = windowOf(1000, { generator: 0.3, server: 1 });
  const limitWith = (cpuUserSeconds: number) => {
    const app = { source: "proc", cpuUserSeconds, cpuSystemSeconds: 0.2 } as const;
    return judgeCeiling([{ load, use: { ...use, services: { app } } }], cpus);
  };
  expect(limitWith(0.5)).toMatchObject({ limitedBy: "server" });
  expect(limitWith(0.3)).toMatchObject({ limitedBy: "unknown" });
});

test.each(["load", "app"] as const)(
  "a quota that held the %s back was the limit, however full a thread or a CPU was",
  (name) => {
    const { load, use } = windowOf(1000, { generator: 0.95, server: 0.95 });
    const limitWith = (throttledSeconds: number) => {
      const held = { source: "cgroup-v2", cpuUserSeconds: 0.7, cpuSystemSeconds: 0.2 } as const;
      const services = { app: held, load: held, [name]: { ...held, throttledSeconds } };
      return judgeCeiling([{ load, use: { ...use, services } }], cpus);
    };
    expect(limitWith(0)).toMatchObject({ limitedBy: "server" });
    expect(limitWith(0.2)).toMatchObject({ limitedBy: "quota", requestsPerSecond: 1000 });
  },
);

test("a generator that does not tell is as busy as the CPUs it has to itself", () => {
  const window = windowOf(1000, { generator: undefined, server: 0.5 });
  expect(judgeCeiling([window], cpus)).toMatchObject({
    limitedBy: "generator",
    generatorCpuShare: 0.97,
  });
  const shared = { server: [0, 1], load: [1], database: [0] };
  expect(judgeCeiling([window], shared)).not.toHaveProperty("generatorCpuShare");
});

test("a generator that was sampled is as busy as its threads on average", () => {
  const { load, use } = windowOf(1000, { generator: undefined, server: 0.5 });
  const sampled = { source: "cgroup-v2", cpuUserSeconds: 0.6, cpuSystemSeconds: 0.6 } as const;
  const window = { load: { ...load, threads: 2 }, use: { ...use, services: { load: sampled } } };
  expect(judgeCeiling([window], cpus)).toMatchObject({ generatorCpuShare: 0.6 });
});

test("windows with errors count for nothing", () => {
  const busy = { generator: 0.95, server: 0.5 };
  const faulty = windowOf(100_000, busy, { connect: 1000 });
  const sound = windowOf(50_000, busy, { connect: 10 });
  expect(judgeCeiling([faulty, sound], cpus)).toMatchObject({ requestsPerSecond: 50_000 });
  expect(judgeCeiling([faulty], cpus)).toEqual({
    failure: expect.stringMatching(
      /^requests failed in every window \(1\.0 %; limit 0\.1 %\), the first: \d+ \w+$/,
    ) as string,
  });
  // What the generator could not send is no measure of what it can.
  const lacking = windowOf(100_000, busy, { "generator-limit": 200 });
  expect(judgeCeiling([lacking, sound], cpus)).toMatchObject({ requestsPerSecond: 50_000 });
});
