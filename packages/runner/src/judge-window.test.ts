import type {
  Calibration,
  Ceiling,
  ClosedLoad,
  LoadResult,
  OpenLoad,
  ResourceUse,
  Sharing,
} from "@stackbench/model";
import {
  fakeUse,
  loadResultOf,
  oneBucketHistogram,
  openLoadOf,
  totalsOf,
} from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";
import { describe, expect, test } from "vitest";
import type { JudgedWindow } from "./guards/judged-window.ts";
import { unanswered } from "./guards/answers.ts";
import { askedAnew, errors, generatorLimit, rateLimited } from "./guards/errors.ts";
import { steadiness } from "./guards/steadiness.ts";
import { backgroundLoad } from "./guards/background-load.ts";
import { judgeWindow } from "./judge-window.ts";

const startsServers = true;

function judge(
  load: Partial<ClosedLoad> = {},
  use: Partial<ResourceUse["host"]> = {},
  changes: Partial<JudgedWindow> = {},
) {
  return judgeWindow({
    experiment: { cpus: { server: [0], load: [1], database: [0] }, startsServers, keepAlive: true },
    variant: { workers: 1 },
    connections: 64,
    load: loadResultOf({}, load),
    use: { ...fakeUse, host: { ...fakeUse.host, ...use } },
    calibration: null,
    ...changes,
  }).map(({ kind, severity }) => `${kind} ${severity}`);
}

test("an app that cannot be seen from here is told, not measured as somebody else's process", () => {
  const { app: _, ...services } = fakeUse.services;
  const unseen = { use: { ...fakeUse, services } };
  expect(judge({}, {}, unseen)).toEqual(["unseen-processes note"]);
});

test("a flawless window carries nothing", () => {
  expect(judge()).toEqual([]);
});

test.each([
  [0.05, []],
  [0.051, ["steal note"]],
  [0.2, ["steal note"]],
  [0.201, ["steal invalid"]],
])("steal of %f", (stealShare, expected) => {
  expect(judge({}, { stealShare })).toEqual(expected);
  expect(judge({}, { stealShare: 0, stealShareByCpu: { 0: stealShare, 1: 0 } })).toEqual(expected);
  expect(judge({}, { stealShare: 0, stealShareByCpu: { 0: 0, 1: stealShare } })).toEqual(expected);
});

describe("of sixteen CPUs", () => {
  const byCpu = (few: Record<number, number>, others: number) => ({
    ...Object.fromEntries(Array.from({ length: 16 }, (_, cpu) => [cpu, others])),
    ...few,
  });
  const cpus = { server: [0], load: [1, 2], database: [3] };
  const experiment = { cpus, startsServers, keepAlive: true };

  test.each([
    ["the server's", 0, 0.4, ["steal invalid"]],
    ["the server's", 0, 0.1, ["steal note"]],
    ["the generator's", 2, 0.4, ["steal invalid"]],
    ["the database's, which the workload does not need", 3, 0.4, []],
    ["nobody's", 7, 0.9, []],
  ])("one of %s is judged by itself: CPU %i loses %f", (_, cpu, share, expected) => {
    const stolen = { stealShare: share / 16, stealShareByCpu: byCpu({ [cpu]: share }, 0) };
    expect(judge({}, stolen, { experiment })).toEqual(expected);
  });

  test("the database's counts where the workload needs it", () => {
    const stolen = { stealShare: 0.025, stealShareByCpu: byCpu({ 3: 0.4 }, 0) };
    const database = { workers: 1, poolSize: 22 };
    expect(judge({}, stolen, { experiment, database })).toEqual(["steal invalid"]);
  });

  test("a CPU that loses 15 % is full when it was busy in the rest", () => {
    const stolen = {
      busyShareByCpu: byCpu({ 0: 0.84 }, 0.1),
      stealShareByCpu: byCpu({ 0: 0.15 }, 0),
    };
    const busy = { busiestThreadCpuShare: 0.95 };
    expect(judge(busy, stolen, { experiment })).toEqual(["steal note"]);
  });

  test("one full worker on many CPUs is a full server", () => {
    const wide = { ...experiment, cpus: { ...cpus, server: [0, 4, 5, 6, 7, 8, 9, 10] } };
    const host = { busyShareByCpu: byCpu({ 0: 0.5, 4: 0.5 }, 0.02) };
    const app = (cpuUserSeconds: number) => ({
      app: { ...fakeUse.services.app!, cpuUserSeconds, cpuSystemSeconds: 0 },
    });
    const judged = (cpuUserSeconds: number, workers: number) =>
      judge(
        { busiestThreadCpuShare: 0.95 },
        {},
        {
          experiment: wide,
          variant: { workers },
          use: { ...fakeUse, services: app(cpuUserSeconds), host },
        },
      );
    expect(judged(4.9, 1)).toEqual([]);
    expect(judged(9.6, 2)).toEqual([]);
    expect(judged(4, 1)).toEqual(["generator-bound unranked"]);
    expect(judged(4.9, 2)).toEqual(["generator-bound unranked"]);
    // A worker of many threads, which has CPUs left.
    expect(judged(20, 1)).toEqual(["generator-bound unranked"]);
  });

  test("what others use of the server's one CPU does not vanish among all", () => {
    const wide = { ...experiment, cpus: { ...cpus, load: [1, 2, 4, 5, 6, 7, 8, 9] } };
    const service = { source: "cgroup-v2" as const, cpuSystemSeconds: 0 };
    const services = {
      app: { ...service, cpuUserSeconds: 2.5 },
      load: { ...service, cpuUserSeconds: 4 },
    };
    const hog = { programShareByCpu: byCpu({ 0: 1 }, 0.1) };
    const use = { ...fakeUse, services, host: hog };
    expect(judge({}, {}, { experiment: wide, use })).toEqual(["background-load note"]);
    const calm = { ...use, host: { programShareByCpu: byCpu({ 0: 0.6 }, 0.1) } };
    expect(judge({}, {}, { experiment: wide, use: calm })).toEqual([]);
  });
});

describe("CPU time of other programs", () => {
  // Of ten CPU seconds the app used four and the generator three.
  const services = {
    app: fakeUse.services.app!,
    load: { source: "proc" as const, cpuUserSeconds: 2, cpuSystemSeconds: 1 },
  };
  const host = (server: number, load: number) => ({
    programShareByCpu: { 0: server, 1: load, 2: 1 },
  });

  test.each([
    ["none", host(0.8, 0.6), services, []],
    ["as much as clock ticks may blur", host(0.9, 0.69), services, []],
    ["more than that", host(0.92, 0.7), services, ["background-load note"]],
    ["more than that on the server's CPU", host(0.96, 0.55), services, ["background-load note"]],
    ["fewer ticks than the services used", host(0.5, 0.2), services, []],
    ["a generator that cannot be read", host(1, 0.9), { app: services.app }, []],
    ["a host that cannot be read", {}, services, []],
  ])("%s", (_, used, known, expected) => {
    expect(judge({}, {}, { use: { ...fakeUse, services: known, host: used } })).toEqual(expected);
  });

  test("is told beside a server that already ran, whose own helpers it may be", () => {
    const cpus = { server: [0], load: [1], database: [0] };
    const experiment = { cpus, startsServers: false, keepAlive: true };
    const told = backgroundLoad({ experiment, use: { ...fakeUse, services, host: host(1, 1) } });
    expect(told).toMatchObject({ kind: "background-load", severity: "note" });
    expect(told!.message).toMatch(/^other programs, or what the server itself calls on .* used /);
    const calm = { ...fakeUse, services, host: host(0.8, 0.6) };
    expect(backgroundLoad({ experiment, use: calm })).toBeUndefined();
  });
});

describe("the network between two machines", () => {
  const path = (bytesPerSecondFrom: number) => ({
    from: "load" as const,
    to: "server" as const,
    roundTripMs: 0.08,
    clockOffsetMs: 0,
    clockErrorMs: 0.02,
    bytesPerSecondTo: 1e9,
    bytesPerSecondFrom,
  });
  const judged = (load: Partial<ClosedLoad>, changes: Partial<JudgedWindow>) =>
    judge(load, {}, changes).filter((told) => told.startsWith("network"));
  // As seen on a link of 20 Mbit/s that nginx filled: 62 % of the payload that a long transfer reached.
  const hello = { succeeded: 9263, sent: 9263, seconds: 1, receivedBytes: 9263 * 162 };

  test("is full of small answers long before their payload fills it", () => {
    expect(judged(hello, { path: path(19.4e6 / 8) })).toContain("network-bound unranked");
    expect(judged(hello, { path: path(92.3e6 / 8) })).toEqual([]);
  });

  test("is filled by large answers at their payload", () => {
    const large = { succeeded: 100, sent: 100, seconds: 1, receivedBytes: 1e7 };
    expect(judged(large, { path: path(1e7) })).toContain("network-bound unranked");
    expect(judged(large, { path: path(1.3e7) })).toEqual([]);
  });

  test("may be full the other way", () => {
    const upload = { succeeded: 100, sent: 100, seconds: 1, receivedBytes: 1e4 };
    const slow = { ...path(1e9), bytesPerSecondTo: 1e6 };
    expect(judged(upload, { path: slow, sentBytesEach: 9000 })).toContain("network-bound unranked");
    expect(judged(upload, { path: slow, sentBytesEach: 500 })).toEqual([]);
  });

  test("may be full between the proxy and replicas on another node", () => {
    const far = (bytesPerSecondFrom: number, share: number) => ({
      path: path(1e9),
      farShare: share,
      farWays: [{ node: 2, path: path(bytesPerSecondFrom), share }],
    });
    expect(judged(hello, far(19.4e6 / 8, 1))).toContain("network-bound unranked");
    // Half of the replicas answer half of the requests.
    expect(judged(hello, far(19.4e6 / 8, 0.5))).toEqual([]);
    expect(judged(hello, far(19.4e6 / 2 / 8, 0.5))).toContain("network-bound unranked");
  });

  // 14 bytes of Ethernet, 20 of IPv4 and 32 of TCP are in a frame; 50 of the tunnel are not.
  const withCarried = (sentBytes: number, sentPackets: number): ResourceUse => ({
    ...fakeUse,
    seconds: 1,
    network: {
      listenOverflows: 0,
      listenDrops: 0,
      carried: { sentBytes, sentPackets, receivedBytes: 1e4, receivedPackets: 100 },
    },
  });

  test("may be full on the way to the database, by what the load did not take of the server's link", () => {
    const answers = 9263 * (162 + 66);
    const queries = (perSecond: number) => ({
      path: path(1e9),
      databasePath: { bytesPerSecondTo: 19.4e6 / 8, bytesPerSecondFrom: 1e9 },
      use: withCarried(answers + perSecond * (60 + 66), 9263 + perSecond),
    });
    expect(judged(hello, queries(13_000))).toContain("network-bound unranked");
    expect(judged(hello, queries(9000))).toEqual([]);
    const { databasePath: _, ...without } = queries(13_000);
    expect(judged(hello, without)).toEqual([]);
  });

  test("may be full where the server's link has the load's and the database's in it", () => {
    const linked = (sentBytes: number) => ({
      path: path(19.4e6 / 8),
      link: { bytesPerSecondTo: 1e9, bytesPerSecondFrom: 19.4e6 / 8 },
      use: withCarried(sentBytes, sentBytes / 500),
    });
    const half = { succeeded: 4600, sent: 4600, seconds: 1, receivedBytes: 4600 * 162 };
    expect(judged(half, linked(2e6))).toContain("network-bound unranked");
    expect(judged(half, linked(1.5e6))).toEqual([]);
  });

  test("that was away makes a window count for nothing, though no request failed", () => {
    const away = (waySilenceMs: number) => judged({}, { use: { ...fakeUse, waySilenceMs } });
    expect(away(1000)).toEqual(["network-lost invalid"]);
    expect(away(999)).toEqual([]);
  });
});

test("a generator at its limit before a server that is not full is not ranked", () => {
  const busy = { busiestThreadCpuShare: 0.9 };
  expect(judge(busy, { busyShareByCpu: { 0: 0.7 } })).toEqual(["generator-bound unranked"]);
  expect(judge(busy, { busyShareByCpu: { 0: 0.95 } })).toEqual([]);
});

test("Little's law bites when connections stood idle, except where they were meant to", () => {
  const starved = { inFlightSeconds: 64 * 5 * 0.97 };
  expect(judge(starved)).toEqual(["little invalid"]);
  // Another generator gets 5 %, from its own mean service time.
  const wrk = totalsOf({}, { serviceTime: loadResultOf().serviceTime });
  expect(judge({}, {}, { load: wrk })).toEqual([]);
  expect(judge({}, {}, { load: { ...wrk, seconds: wrk.seconds * 1.06 } })).toEqual(["little note"]);
  // Of HTTP/2 it is streams that have a request under way, or not.
  expect(judge({}, {}, { load: wrk, connections: 16, streams: 4 })).toEqual([]);
  expect(judge({}, {}, { load: wrk, connections: 16, streams: 5 })).toEqual(["little note"]);
});

test("of a single connection the generator's own turn from answer to request is some percent, and no fault", () => {
  const alone = (inFlight: number, succeeded: number) =>
    judge({ succeeded, inFlightSeconds: inFlight * 5 }, {}, { connections: 1 });
  // 10,000 requests/s, each 3 µs and 9 µs after the answer before it.
  expect(alone(0.97, 50_000)).toEqual([]);
  expect(alone(0.91, 50_000)).toEqual(["little invalid"]);
  // As idle with a hundred requests a second is no turn.
  expect(alone(0.97, 500)).toEqual(["little invalid"]);
});

test("a quota, shared CPUs, workers on one CPU, few and unfinished answers are told", () => {
  const throttled = {
    ...fakeUse,
    services: { app: { ...fakeUse.services.app!, throttledSeconds: 0.4 } },
  };
  expect(judge({}, {}, { use: throttled })).toEqual(["throttled invalid"]);
  const external = {
    cpus: { server: [0], load: [1], database: [0] },
    startsServers: false,
    keepAlive: true,
  };
  expect(judge({}, {}, { use: throttled, experiment: external })).toContain("throttled note");
  const limited = { ...external, startsServers: true, cpusLimit: 0.5 };
  expect(judge({}, {}, { use: throttled, experiment: limited })).toEqual(["throttled note"]);
  const beside = { ...throttled.services, load: throttled.services.app };
  // The app's own limit holds back nobody else.
  expect(judge({}, {}, { use: { ...throttled, services: beside }, experiment: limited })).toContain(
    "throttled invalid",
  );
  const both = { ...throttled.services, load: throttled.services.app };
  expect(judge({}, {}, { use: { ...throttled, services: both }, experiment: external })).toContain(
    "throttled invalid",
  );
  const shared = {
    cpus: { server: [0], load: [0], database: [0] },
    startsServers,
    keepAlive: true,
  };
  expect(judge({}, {}, { experiment: shared })).toEqual(["cpus-overlap note"]);
  expect(judge({}, {}, { variant: { workers: 2 } })).toEqual(["single-cpu-cluster note"]);
  expect(judge({ succeeded: 59 })).toEqual(["few-responses note"]);
  expect(judge({ unfinished: 3 })).toEqual(["unfinished note"]);
});

test("what cannot be known of a server that already ran is told, and what was not measured of it", () => {
  const cpus = { server: [0, 1], load: [1], database: [0] };
  const experiment = { cpus, startsServers: false, keepAlive: true };
  expect(judge({}, {}, { experiment })).toEqual(["cpus-overlap note", "external-server note"]);
  const elsewhere = { ...experiment, cpus: { ...cpus, server: [] } };
  expect(judge({}, {}, { experiment: elsewhere })).toEqual(["external-server note"]);
});

test.each([
  [undefined, []],
  [{ workers: 22, poolSize: 22 }, []],
  [{ workers: 23, poolSize: 22 }, ["pool-below-workers note"]],
])("workers that have more database connections than the pool says, %j", (database, expected) => {
  expect(judge({}, {}, database && { database })).toEqual(expected);
});

test("a window bounded by requests: connections end one after the other, and what was not asked for is told", () => {
  // 50,000 requests of 6.4 ms are 320 request-seconds; at the end of it some of the 64 connections are idle.
  const serviceTime = new Histogram();
  serviceTime.recordMany(0.0064 * 1e7, 50_000);
  const bounded = {
    requestsWanted: 50_000,
    sent: 50_000,
    succeeded: 50_000,
    seconds: 5.5,
    inFlightSeconds: 320,
    carriedSeconds: 0,
    serviceTime: serviceTime.toData(),
  };
  expect(judge(bounded)).toEqual([]);
  expect(judge({ ...bounded, requestsWanted: undefined })).toEqual(["little invalid"]);
  expect(judge({ ...bounded, inFlightSeconds: 330 })).toEqual(["little invalid"]);
  expect(judge({ ...bounded, requestsWanted: 50_001 })).toEqual(["cut-short unranked"]);
  // What was lost was asked for.
  const lost = { errors: { reset: 1 as const }, requestsWanted: 50_001 };
  expect(judge({ ...bounded, ...lost })).toEqual(["errors note"]);
});

const closing = {
  cpus: { server: [0], load: [1], database: [0] },
  startsServers,
  keepAlive: false,
};

test("a server that closes connections makes the generator connect: that time is accounted for, no more", () => {
  // Of 64 connections, 6.4 were being made at any time: 32 s of 5 s x 64, in 100 ns.
  const connectTime = oneBucketHistogram(1000, 320_000);
  const closing = (inFlight: number) => ({ inFlightSeconds: inFlight * 5, connectTime });
  expect(judge(closing(57.6))).toEqual([]);
  expect(judge(closing(64))).toEqual([]);
  expect(judge(closing(55))).toEqual(["little invalid"]);
  expect(judge(closing(66))).toEqual(["little invalid"]);
  // Where it is known how long they were not established, attempts that the edges cut included, that counts.
  expect(judge({ ...closing(47.6), downSeconds: 82 })).toEqual([]);
  expect(judge({ ...closing(47.6), downSeconds: 32 })).toEqual(["little invalid"]);
});

test("where every request connects anew, Little's law holds service times against requests in flight", () => {
  // A fifth of the time goes into connecting: nothing is in flight then, and that is no fault.
  const busySeconds = 64 * 5 * 0.8;
  const load = (inFlightSeconds: number, changes: Partial<ClosedLoad> = {}) => {
    const serviceTime = new Histogram();
    serviceTime.recordMany((busySeconds / 50_000) * 1e7, 50_000);
    const carriedSeconds = 0;
    return { inFlightSeconds, carriedSeconds, serviceTime: serviceTime.toData(), ...changes };
  };
  const judged = (changes: Partial<ClosedLoad>) => judge(changes, {}, { experiment: closing });
  expect(judged(load(busySeconds * 0.99))).toEqual([]);
  expect(judged(load(busySeconds * 1.03))).toEqual(["little invalid"]);
  expect(judged(load(busySeconds * 0.97))).toEqual(["little invalid"]);
  // What the edges cut off is settled: more of it came in than was carried out, or less.
  const moved = (share: number) => ({ carriedSeconds: busySeconds * share });
  expect(judged(load(busySeconds * 1.06, moved(0.06)))).toEqual([]);
  expect(judged(load(busySeconds * 0.94, moved(-0.06)))).toEqual([]);
  expect(judged(load(busySeconds, moved(0.06)))).toEqual(["little invalid"]);
});

function histogramOf(counts: Record<number, number>) {
  const histogram = new Histogram();
  for (const [ms, count] of Object.entries(counts)) histogram.recordMany(Number(ms) * 1e4, count);
  return histogram.toData();
}

/** A flawless open loop: 10,000 arrivals in 5 s, p99 of latency 20 ms. */
function openLoop(
  changes: Partial<OpenLoad> = {},
  schedule: Partial<OpenLoad["schedule"]> = {},
): OpenLoad {
  const arrivals = 10_000;
  const load = openLoadOf({ succeeded: arrivals });
  return {
    ...load,
    inFlightSeconds: 20,
    latency: histogramOf({ 2: 9_800, 20: 200 }),
    sendLag: histogramOf({ 0.1: 9_800, 1: 200 }),
    schedule: { ...load.schedule, spinning: true, ...schedule },
    ...changes,
  };
}

test("an open loop is judged by its lag and its rate, not by the CPU of a thread that spins", () => {
  const idleServer = { busyShareByCpu: { 0: 0.3 } };
  const spinning = { busiestThreadCpuShare: 1 };
  expect(judge({}, idleServer, { load: openLoop(spinning) })).toEqual([]);
  expect(judge({}, idleServer, { load: openLoop(spinning, { spinning: false }) })).toEqual([
    "generator-bound unranked",
  ]);
});

test.each([
  ["a tenth of the latency's p99", { 0.1: 9_800, 2: 200 }, []],
  ["more", { 0.1: 9_800, 2.1: 200 }, ["send-lag invalid"]],
  ["more, but in less than 1 % of the requests", { 0.1: 9_901, 9: 99 }, []],
  ["more, but only of the lower percentiles", { 0.3: 9_800, 1: 200 }, ["send-lag note"]],
])("send lag of %s", (_, lag, expected) => {
  expect(judge({}, {}, { load: openLoop({ sendLag: histogramOf(lag) }) })).toEqual(expected);
});

test("send lag spoils the latency alone of a window whose CPU time or memory is compared", () => {
  const load = openLoop({ sendLag: histogramOf({ 0.1: 9_800, 2.1: 200 }) });
  const base = { cpus: { server: [0], load: [1], database: [0] }, startsServers, keepAlive: true };
  const cautionsOf = (compares?: "cpu-time" | "memory") =>
    judgeWindow({
      experiment: { ...base, ...(compares && { compares }) },
      variant: { workers: 1 },
      connections: 64,
      load,
      use: fakeUse,
      calibration: null,
    });
  expect(cautionsOf()).toMatchObject([{ kind: "send-lag", severity: "invalid" }]);
  for (const compares of ["cpu-time", "memory"] as const) {
    const [caution] = cautionsOf(compares);
    expect(caution).toMatchObject({ kind: "send-lag", severity: "note", spoils: "latency" });
    expect(caution!.message).toMatch(/; its latency is not to be read$/);
  }
});

describe("send lag where a window holds too few requests for its p99", () => {
  /** So many requests, a twentieth of them slow. */
  const few = (arrivals: number, lag: Record<number, number>) =>
    openLoop(
      {
        succeeded: arrivals,
        latency: histogramOf({ 1.2: Math.ceil(arrivals * 0.95), 20: Math.floor(arrivals * 0.05) }),
        sendLag: histogramOf(lag),
      },
      { arrivals },
    );

  test.each([2_999, 1_500, 1_000, 300, 120, 61])("%i requests, 1 ms late each", (arrivals) => {
    expect(judge({}, {}, { load: few(arrivals, { 1: arrivals }) })).toEqual(["send-lag invalid"]);
    expect(judge({}, {}, { load: few(arrivals, { 0.1: arrivals }) })).toEqual([]);
  });

  test.each([
    ["the highest percentile that is carried", { 0.01: 1_300, 1: 200 }, ["send-lag invalid"]],
    ["the median, which is compared", { 0.13: 1_500 }, ["send-lag invalid"]],
    ["less than can be told", { 0.01: 1_480, 1: 20 }, []],
  ])("at %s", (_, lag, expected) => {
    expect(judge({}, {}, { load: few(1_500, lag) })).toEqual(expected);
  });

  test("with so few that nothing is compared, the means are told", () => {
    expect(judge({}, {}, { load: few(40, { 1: 40 }) })).toEqual([
      "send-lag note",
      "few-responses note",
    ]);
    expect(judge({}, {}, { load: few(40, { 0.1: 40 }) })).toEqual(["few-responses note"]);
  });
});

test.each([
  ["of all arrivals", { sent: 10_000 }, {}, []],
  ["of 99 %", { sent: 9_900 }, {}, []],
  ["of less", { sent: 9_899 }, {}, ["rate-missed invalid"]],
  ["of a few, and one of them at the edge", { sent: 9 }, { arrivals: 10 }, []],
  // Fewer arrivals than the nominal rate held: chance, not a missed rate.
  ["of a schedule with few arrivals", { sent: 9_700 }, { arrivals: 9_700 }, []],
])("a rate %s", (_, changes, schedule, expected) => {
  expect(judge({}, {}, { load: openLoop(changes, schedule) })).toEqual(expected);
});

test("arrivals that a server refused are its errors, and no rate that the generator missed", () => {
  const refused = openLoop({ sent: 9_800, errors: { connect: 200 } });
  expect(judge({}, {}, { load: refused })).toEqual(["errors note"]);
  // Those that were not even tried are.
  const late = openLoop({ sent: 9_600, errors: { connect: 200 } });
  expect(judge({}, {}, { load: late })).toEqual(["errors note", "rate-missed invalid"]);
});

test("unanswered requests are the server's: above 5 % it is not ranked", () => {
  expect(judge({}, {}, { load: openLoop({ unfinished: 500 }) })).toEqual(["unfinished note"]);
  expect(judge({}, {}, { load: openLoop({ unfinished: 501 }) })).toEqual(["unfinished unranked"]);
  expect(judge({ unfinished: 2501 })).toEqual(["unfinished unranked"]);
});

test("a server that loses requests has a valid row, which above 5 % is not ranked", () => {
  expect(judge({ errors: { reset: 1 } })).toEqual(["errors note"]);
  expect(judge({ succeeded: 95_000, errors: { reset: 5_000 } })).toEqual(["errors note"]);
  expect(judge({ succeeded: 95_000, errors: { reset: 5_001 } })).toEqual(["errors unranked"]);
  // The server answered each with 103 and 200: who counts both has lost none.
  const twice = { succeeded: 500, errors: { status: 500 }, statuses: { 103: 500, 200: 500 } };
  expect(judge(twice)).toEqual(["misread-answers invalid"]);
});

test("what was lost is told with its causes, by the most frequent", () => {
  const expected = "expected status 200, got";
  const load = loadResultOf(
    { succeeded: 9_970 },
    {
      errors: { status: 20, reset: 10 },
      causes: [
        { kind: "status", status: 503, reason: `${expected} 503`, firstBytes: "HTTP/", count: 15 },
        { kind: "reset", code: "ECONNRESET", reason: "the end", count: 10 },
        { kind: "status", status: 500, reason: `${expected} 500`, count: 3 },
      ],
    },
  );
  expect(errors(judgedOf(load))?.message).toBe(
    "loses 0.3 % of its requests: 20 status (15 × expected status 200, got 503; 3 × expected status 200, got 500; 2 × others), 10 reset (ECONNRESET: the end)",
  );
});

test("a rate limit is named, and what else was lost beside it", () => {
  const reason = "expected status 200, got 429 (Retry-After: 10)";
  const limited = { kind: "status" as const, status: 429, reason, count: 9_000 };
  const load = loadResultOf({ succeeded: 1_000 }, { errors: { status: 9_000 }, causes: [limited] });
  expect(errors(judgedOf(load))).toBeUndefined();
  expect(rateLimited(judgedOf(load))).toEqual({
    kind: "rate-limited",
    severity: "unranked",
    message: `limits how often it is asked: 90 % of its answers were 429, more than the 5.0 % up to which it is ranked: ${reason}`,
  });
  const both = { ...load, errors: { status: 9_007, timeout: 3 } };
  expect(errors(judgedOf(both))?.message).toBe("loses 1.0 % of its requests: 7 status, 3 timeout");
});

test("what the generator could not send is no error of the server, and spoils the window", () => {
  const reason = "the generator may open 128 files at a time";
  const causes = [{ kind: "generator-limit" as const, code: "EMFILE", reason, count: 930 }];
  const load = loadResultOf({}, { errors: { "generator-limit": 930 }, causes });
  expect(judge(load)).toEqual(["generator-limit invalid"]);
  expect(generatorLimit(judgedOf(load))?.message).toBe(
    `the generator met a limit of its own 930 times: EMFILE: ${reason}`,
  );
});

test("connections that are closed unannounced are told, and requests that were asked anew are no errors", () => {
  const closing = (fewestAnswers: number, mostAnswers: number) =>
    loadResultOf({}, { askedAnew: { requests: 500, fewestAnswers, mostAnswers } });
  expect(judge(closing(1, 1))).toEqual(["asked-anew note"]);
  expect(askedAnew(judgedOf(closing(1, 1)))?.message).toBe(
    "closes connections unannounced after 1 answer: 500 requests (1.0 %) were asked anew on a new one",
  );
  expect(askedAnew(judgedOf(closing(7, 100)))?.message).toContain("after 7 to 100 answers:");
});

test("connections that never got an answer are told, and the row is not ranked", () => {
  const load = loadResultOf({}, { unansweredConnections: 63 });
  const caution = unanswered(judgedOf(load));
  expect(caution).toMatchObject({ kind: "unanswered-connections", severity: "unranked" });
  expect(caution?.message).toBe(
    "63 of 64 connections never got an answer: the server serves 1 at a time",
  );
  const short = { ...load, errors: { "generator-limit": 63 } };
  expect(unanswered(judgedOf(short))).toBeUndefined();
});

test("a dropped connection spoils the window in a pod, and is only told where listeners are shared", () => {
  const dropping = (
    listenOverflows: number,
    listenDrops: number,
    source: "proc" | "cgroup-v2",
    ownDrops?: number,
  ) =>
    judge(
      {},
      {},
      {
        use: {
          ...fakeUse,
          services: { app: { ...fakeUse.services.app!, source } },
          network: { listenOverflows, listenDrops, ...(ownDrops !== undefined && { ownDrops }) },
        },
      },
    );
  expect(dropping(0, 0, "cgroup-v2")).toEqual([]);
  expect(dropping(1, 1, "cgroup-v2")).toEqual(["listen-overflow invalid"]);
  expect(dropping(0, 1, "cgroup-v2")).toEqual(["listen-overflow invalid"]);
  expect(dropping(1, 1, "proc")).toEqual(["listen-overflow note"]);
  expect(dropping(9, 9, "proc", 4)).toEqual(["listen-overflow note"]);
  expect(dropping(9, 9, "proc", 0)).toEqual([]);
});

describe("processes that share the work", () => {
  const sharing = (
    shared: Sharing,
    others: ResourceUse["services"] = {},
    experiment: Partial<JudgedWindow["experiment"]> = {},
  ) => {
    const cpus = { server: [0], load: [1], database: [0] };
    const services = { app: { ...fakeUse.services.app!, sharing: shared }, ...others };
    return judge(
      {},
      {},
      {
        use: { ...fakeUse, services },
        experiment: { cpus, startsServers, keepAlive: true, ...experiment },
      },
    );
  };
  const even = [1, 1];

  test.each([
    ["by halves", { connections: [2, 2], cpuSeconds: even }, []],
    ["three to one", { connections: [3, 1], cpuSeconds: even }, ["uneven-sharing note"]],
    ["all to one", { connections: [4, 0], cpuSeconds: [2, 0] }, ["uneven-sharing note"]],
    ["as chance shares many", { connections: [38, 26], cpuSeconds: even }, []],
    ["fewer than processes", { connections: [1, 1, 0, 0], cpuSeconds: [1, 1, 0, 0] }, []],
    ["two for one", { connections: [2, 1, 1, 0], cpuSeconds: even }, ["uneven-sharing note"]],
    ["one over", { connections: [2, 1], cpuSeconds: [1, 0.5] }, []],
    ["alike, the work not", { connections: [32, 32], cpuSeconds: [2, 1] }, ["uneven-sharing note"]],
    ["alike, and little work", { connections: [32, 32], cpuSeconds: [0.1, 0.03] }, []],
    ["unseen, the work alike", { cpuSeconds: [1, 0.8] }, []],
    ["unseen, the work not", { cpuSeconds: [1, 0.3] }, ["uneven-sharing note"]],
  ])("connections dealt out %s", (_, shared, expected) => {
    expect(sharing(shared)).toEqual(expected);
  });

  test("connections that are not kept, or are a proxy's, tell nothing by their number", () => {
    const shared = { connections: [6, 1], cpuSeconds: even };
    expect(sharing(shared, {}, { keepAlive: false })).toEqual([]);
    const proxy = {
      ...fakeUse.services.app!,
      sharing: { connections: [32, 32], cpuSeconds: even },
    };
    expect(sharing(shared, { proxy })).toEqual([]);
    const uneven = { ...proxy, sharing: { connections: [50, 14], cpuSeconds: even } };
    expect(sharing(shared, { proxy: uneven })).toEqual(["uneven-sharing note"]);
  });

  test("groups of processes for other paths each are unlike by design", () => {
    const app = {
      ...fakeUse.services.app!,
      sharing: { connections: [30, 2], cpuSeconds: [1, 0.1] },
      processGroups: [],
    };
    expect(sharing(app.sharing, { app })).toEqual([]);
  });
});

function calibrated(...ceilings: Partial<Ceiling>[]): Partial<JudgedWindow> {
  const ceiling: Ceiling = {
    generator: "stackbench",
    version: "0.0.0",
    connections: 64,
    threads: 1,
    keepAlive: true,
    requestsPerSecond: 40_000,
    limitedBy: "generator",
  };
  const calibration = { ceilings: ceilings.map((changes) => ({ ...ceiling, ...changes })) };
  return { calibration: calibration as Calibration };
}

// 10,000 requests/s are measured.
test.each([
  ["far below its ceiling", [{}], []],
  ["from half of it", [{ requestsPerSecond: 20_000 }], ["generator-bound note"]],
  ["within 20 % of it", [{ requestsPerSecond: 12_500 }], ["generator-bound unranked"]],
  [
    "near the most seen of it, where the null server was full",
    [{ requestsPerSecond: 10_500, limitedBy: "server" as const }],
    ["generator-bound note"],
  ],
  [
    "near the most seen of it, where a quota held it back",
    [{ requestsPerSecond: 10_500, limitedBy: "quota" as const }],
    ["generator-bound note"],
  ],
  [
    "near the ceiling at the nearest number of connections",
    [{ connections: 16 }, { connections: 100, requestsPerSecond: 11_000 }, { connections: 512 }],
    ["generator-bound unranked"],
  ],
  [
    "near ceilings of another shape",
    [
      { requestsPerSecond: 11_000, threads: 2 },
      { requestsPerSecond: 11_000, keepAlive: false },
      { requestsPerSecond: 11_000, generator: "wrk" as const },
    ],
    [],
  ],
])("a generator %s", (_, ceilings, expected) => {
  expect(judge({}, {}, calibrated(...ceilings))).toEqual(expected);
});

test.each(["tls", "unix"] as const)(
  "a ceiling of plain TCP is none over %s: what a thread of the generator used is told from half of its CPU on",
  (transport) => {
    const change = {
      ...calibrated({ requestsPerSecond: 12_500 }),
      variant: { workers: 1, transport },
    };
    expect(judge({ busiestThreadCpuShare: 0.4 }, {}, change)).toEqual([]);
    expect(judge({ busiestThreadCpuShare: 0.6 }, {}, change)).toEqual(["generator-bound note"]);
    const busy = { busiestThreadCpuShare: 0.9 };
    expect(judge(busy, { busyShareByCpu: { 0: 0.7 } }, change)).toEqual([
      "generator-bound unranked",
    ]);
    expect(judge(busy, { busyShareByCpu: { 0: 0.95 } }, change)).toEqual(["generator-bound note"]);
  },
);

test("over TLS a ceiling over TLS counts, and no other", () => {
  const over = (tls: boolean, transport: "tcp" | "tls") => ({
    ...calibrated({ requestsPerSecond: 12_500, ...(tls && { tls }) }),
    variant: { workers: 1, transport },
  });
  expect(judge({ busiestThreadCpuShare: 0.4 }, {}, over(true, "tls"))).toEqual(
    judge({ busiestThreadCpuShare: 0.4 }, {}, over(false, "tcp")),
  );
  expect(judge({ busiestThreadCpuShare: 0.4 }, {}, over(true, "tls"))).not.toEqual([]);
  expect(judge({ busiestThreadCpuShare: 0.4 }, {}, over(true, "tcp"))).toEqual([]);
});

test("a rate near the ceiling is no caution in an open loop", () => {
  const near = calibrated({ requestsPerSecond: 2_100 });
  expect(judge({}, {}, { load: openLoop(), ...near })).toEqual([]);
});

describe("throughput that still moves", () => {
  /** A window of so many intervals of 100 ms, and a part of one, which counts nowhere. */
  const windowOf = (succeeded: readonly number[]): Partial<ClosedLoad> => {
    const seconds = succeeded.length / 10;
    return {
      seconds: seconds + 0.05,
      inFlightSeconds: 64 * (seconds + 0.05),
      series: { intervalMs: 100, succeeded: [...succeeded, 3] },
    };
  };
  const wavering = (count: number, level: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => Math.round(level(index)) + (index % 3) - 1);
  /** A server that needs 1 ms of CPU a request at first, and 0.1 ms in the end, with a time constant of 2 s. */
  const warming = (from: number, count: number) =>
    wavering(count, (index) => 100 / (0.1 + 0.9 * Math.exp(-(from + index) / 20)));

  test.each([10, 15, 30, 50, 100])("in a window of %i tenths of a second is told", (count) => {
    expect(judge(windowOf(wavering(count, () => 1_000)))).toEqual([]);
    expect(judge(windowOf(warming(5, count)))).toEqual(["no-steady-state note"]);
    expect(judge(windowOf(warming(5, count).toReversed()))).toEqual(["no-steady-state note"]);
  });

  test("in long intervals is told too", () => {
    const series = { intervalMs: 1_000, succeeded: [1, 2, 3, 10, 11, 10, 15, 16, 15] };
    const long = { seconds: 9, inFlightSeconds: 64 * 9, series };
    expect(judge(long)).toEqual(["no-steady-state note"]);
  });

  const warmUpOf = (succeeded: number[], steady = true) => ({
    warmUp: {
      seconds: succeeded.length / 10,
      series: { intervalMs: 100, succeeded },
      steady,
      longestServiceMs: 1,
    },
  });

  test("between the end of the warm-up and the window is told, its beginning is not", () => {
    const window = windowOf(wavering(30, () => 1_000));
    const settled = [...warming(0, 20), ...wavering(20, () => 1_000)];
    expect(judge({ ...window, ...warmUpOf(settled) })).toEqual([]);
    const climbing = wavering(20, (index) => 500 + 20 * index);
    expect(judge({ ...window, ...warmUpOf(climbing) })).toEqual(["no-steady-state note"]);
    expect(judge({ ...window, ...warmUpOf(settled, false) })).toEqual(["no-steady-state note"]);
  });

  test("is told as a share only where something came in the first third", () => {
    const message = (succeeded: number[]) =>
      steadiness(judgedOf(loadResultOf({}, windowOf(succeeded))))?.message;
    expect(message([...wavering(10, () => 100), ...wavering(20, () => 150)])).toBe(
      "throughput in the last third of the window was 150 % of that in the first third",
    );
    expect(message([0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9])).toMatch(
      /^nothing was answered in the first third of the window and something in the last/,
    );
  });
});

function judgedOf(load: LoadResult) {
  return {
    experiment: { cpus: { server: [0], load: [1], database: [0] }, startsServers, keepAlive: true },
    variant: { workers: 1 },
    connections: 64,
    load,
    use: fakeUse,
    calibration: null,
  };
}

test("what was doubted of the answers when they were learnt, and that the app is in debug mode, stands at each window", () => {
  const request = {
    method: "GET" as const,
    path: "/",
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: null },
  };
  const cpus = { server: [0], load: [1], database: [0] };
  const judgedOf = (seen: { doubts?: string[]; debug?: string }) => {
    const customRequests = [{ name: "GET /", weight: 1, request, ...seen }];
    return judge({}, {}, { experiment: { cpus, startsServers, keepAlive: true, customRequests } });
  };
  expect(judgedOf({ doubts: ["it reads like an error page"] })).toEqual(["doubtful-answers note"]);
  expect(judgedOf({ debug: "settings.py says DEBUG = True" })).toEqual(["debug-mode note"]);
  expect(judgedOf({})).toEqual([]);
});
