import { expect, test } from "vitest";
import type { ResourceUse, ServiceUse } from "@stackbench/model";
import { mergeUses } from "./merge-uses.ts";

const service = (cpuUserSeconds: number): ServiceUse => ({
  source: "cgroup-v2",
  cpuUserSeconds,
  cpuSystemSeconds: cpuUserSeconds / 2,
  memoryWorkingSetBytes: 7,
});
const use = (given: Partial<ResourceUse>): ResourceUse => ({
  seconds: 2,
  services: {},
  host: {},
  ...given,
});

test("numbers CPUs through, and takes the app's network from where the app is", () => {
  const server = use({
    services: { app: service(1) },
    host: { busyShareByCpu: { 0: 0.9, 1: 0.8 }, stealShareByCpu: { 0: 0.1, 1: 0 } },
    network: { listenOverflows: 3, listenDrops: 4 },
  });
  const load = use({
    services: { load: service(0.5) },
    host: { busyShareByCpu: { 0: 0.2 }, stealShareByCpu: { 0: 0.2 }, cpuPressureShare: 0.3 },
    network: { listenOverflows: 0, listenDrops: 0 },
  });
  const merged = mergeUses([
    { use: load, firstCpu: 2, hasApp: false, containers: [{ name: "load" }] },
    { use: server, firstCpu: 0, hasApp: true, containers: [{ name: "app" }] },
  ]);
  expect(merged.services).toEqual({ app: service(1), load: service(0.5) });
  expect(merged.network).toEqual({ listenOverflows: 3, listenDrops: 4 });
  expect(merged.host.busyShareByCpu).toEqual({ 0: 0.9, 1: 0.8, 2: 0.2 });
  expect(merged.host.stealShareByCpu).toEqual({ 0: 0.1, 1: 0, 2: 0.2 });
  expect(merged.host.stealShare).toBeCloseTo(0.1);
  expect(merged.host.cpuPressureShare).toBe(0.3);
});

test("brings CPU time to one span: a node that looked for longer saw more of the same", () => {
  const merged = mergeUses([
    { use: use({ seconds: 2 }), firstCpu: 0, hasApp: false, containers: [] },
    {
      use: use({ seconds: 2.2, services: { app: { ...service(1.1), throttledSeconds: 0.22 } } }),
      firstCpu: 1,
      hasApp: true,
      containers: [{ name: "app" }],
    },
  ]);
  expect(merged.seconds).toBe(2);
  expect(merged.services.app?.cpuUserSeconds).toBeCloseTo(1);
  expect(merged.services.app?.throttledSeconds).toBeCloseTo(0.2);
  expect(merged.services.app?.memoryWorkingSetBytes).toBe(7);
});

test("tells what the link of the first machine of the app carried, over the one span", () => {
  const server = (seconds: number, sentBytes: number, firstCpu: number) => ({
    use: use({
      seconds,
      network: {
        listenOverflows: 1,
        listenDrops: 2,
        carried: { sentBytes, sentPackets: 10, receivedBytes: 20, receivedPackets: 30 },
      },
    }),
    firstCpu,
    hasApp: true,
    containers: [],
  });
  const load = { use: use({ seconds: 2 }), firstCpu: 2, hasApp: false, containers: [] };
  const merged = mergeUses([load, server(4, 400, 0), server(2, 7, 1)]);
  expect(merged.network).toEqual({
    listenOverflows: 2,
    listenDrops: 4,
    carried: { sentBytes: 200, sentPackets: 5, receivedBytes: 10, receivedPackets: 15 },
  });
});

test("sums a service that is on several nodes, or tells nothing of it where one cannot be read", () => {
  const [first, second] = [service(1), service(3)].map((app, firstCpu) => ({
    use: use({ services: { app }, network: { listenOverflows: 1, listenDrops: 2 } }),
    firstCpu,
    hasApp: true,
    containers: [{ name: "app" as const }],
  }));
  const merged = mergeUses([first!, second!]);
  expect(merged.services.app).toEqual({ ...service(4), memoryWorkingSetBytes: 14 });
  expect(merged.network).toEqual({ listenOverflows: 2, listenDrops: 4 });
  const unread = { ...second!, use: use({}) };
  expect(mergeUses([first!, unread])).toMatchObject({ services: {} });
  expect(mergeUses([first!, unread])).not.toHaveProperty("network");
});
