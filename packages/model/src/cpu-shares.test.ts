import { expect, test } from "vitest";
import {
  backgroundShare,
  backgroundShareOf,
  cpusOfWindow,
  meanBusyShare,
  stealShareOf,
  worstSteal,
} from "./cpu-shares.ts";
import type { ResourceUse } from "./resources.ts";

const cpus = { server: [0], load: [1, 2, 3], database: [3] };

function useOf(host: ResourceUse["host"]): ResourceUse {
  const service = (cpuUserSeconds: number) => ({
    source: "cgroup-v2" as const,
    cpuUserSeconds,
    cpuSystemSeconds: 0,
  });
  const services = { app: service(5), load: service(6), database: service(1) };
  return { seconds: 10, services, host };
}

test("a CPU is full where it was busy in all the time that it was given", () => {
  const host = { busyShareByCpu: { 0: 0.6, 1: 0.5 }, stealShareByCpu: { 0: 0.4, 1: 0 } };
  expect(meanBusyShare({ host }, [0])).toBeCloseTo(1, 12);
  expect(meanBusyShare({ host }, [0, 1])).toBeCloseTo(0.75, 12);
  expect(meanBusyShare({ host }, [0, 7])).toBeUndefined();
  expect(meanBusyShare({ host }, [])).toBeUndefined();
  expect(meanBusyShare({ host: { busyShareByCpu: { 0: 0.6 } } }, [0])).toBe(0.6);
  const gone = { busyShareByCpu: { 0: 0 }, stealShareByCpu: { 0: 1 } };
  expect(meanBusyShare({ host: gone }, [0])).toBe(0);
});

test("of a set the CPU counts that most was stolen from", () => {
  const host = { stealShareByCpu: { 0: 0.01, 1: 0.3, 2: 0.4 } };
  expect(worstSteal({ host }, [0, 1])).toEqual({ cpu: 1, share: 0.3 });
  expect(worstSteal({ host }, [9])).toBeUndefined();
  expect(worstSteal({ host: {} }, [0])).toBeUndefined();
  expect(stealShareOf({ host }, [0, 1])).toBe(0.3);
  expect(stealShareOf({ host })).toBe(0.4);
  expect(stealShareOf({ host: { stealShare: 0.02 } }, [0])).toBe(0.02);
  expect(stealShareOf({ host: {} })).toBeUndefined();
});

test("what others used is told of each side: their half of one CPU does not vanish among four", () => {
  const use = useOf({ programShareByCpu: { 0: 1, 1: 0.2, 2: 0.2, 3: 0.3 } });
  expect(backgroundShareOf("server", use, cpus)).toBeCloseTo(0.5, 12);
  // The database runs on one of the generator's CPUs.
  expect(backgroundShareOf("load", use, cpus)).toBeCloseTo(0, 12);
  expect(backgroundShare(use, cpus)).toBeCloseTo((1.7 - 1.2) / 4, 12);
});

test("nothing is said of a host, an app or a generator that cannot be read, or of no CPUs", () => {
  const use = useOf({ programShareByCpu: { 0: 1, 1: 1, 2: 1, 3: 1 } });
  expect(backgroundShareOf("server", useOf({}), cpus)).toBeUndefined();
  expect(backgroundShareOf("server", use, { ...cpus, server: [] })).toBeUndefined();
  const { app, database } = use.services;
  expect(
    backgroundShareOf("load", { ...use, services: { app: app!, database: database! } }, cpus),
  ).toBeUndefined();
});

test("of the server's further machines those count that a window was on", () => {
  const spread = { ...cpus, replicas: [4, 5] };
  const all = { 0: 0.5, 1: 0.5, 2: 0.5, 3: 0.5, 4: 0.5, 5: 0.5 };
  expect(cpusOfWindow({ host: { busyShareByCpu: all } }, spread).server).toEqual([0, 4, 5]);
  const { 4: _, 5: __, ...first } = all;
  expect(cpusOfWindow({ host: { busyShareByCpu: first } }, spread)).toEqual(cpus);
  expect(cpusOfWindow({ host: { busyShareByCpu: all } }, cpus)).toEqual(cpus);
});
