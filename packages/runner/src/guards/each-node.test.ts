import type { ClosedLoad, LoadOfNode, NetworkPath, OpenLoad } from "@stackbench/model";
import { fakeUse, loadResultOf, openLoadOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { judgeWindow } from "../judge-window.ts";

const judged = {
  experiment: {
    cpus: { server: [0], load: [1, 2], database: [0] },
    startsServers: true,
    keepAlive: true,
  },
  variant: { workers: 1 },
  use: fakeUse,
  calibration: null,
};

function nodeOf<Load extends ClosedLoad | OpenLoad>(
  { generator: _, warmUp: __, byNode: ___, ...seen }: Load,
  connections: number,
) {
  return { ...seen, connections, edgeErrorMs: 0.2 };
}

/** So many requests of that time, in ticks, each. */
function histogramOf(...parts: [count: number, ticks: number][]) {
  const histogram = new Histogram();
  for (const [count, ticks] of parts) {
    for (let i = 0; i < count; i++) histogram.record(ticks);
  }
  return histogram.toData();
}

const told = (cautions: ReturnType<typeof judgeWindow>) =>
  cautions.map(({ kind, severity, message }) => `${kind} ${severity}: ${message}`);

test("two good nodes carry nothing", () => {
  const half = nodeOf(loadResultOf({ succeeded: 25_000, connections: 32 }), 32);
  const load = loadResultOf({}, { byNode: [half, half] });
  expect(told(judgeWindow({ ...judged, connections: 64, load }))).toEqual([]);
});

test("a node that lost count does not hide behind another that is off the other way", () => {
  const off = (inFlight: number): LoadOfNode & { kind: "closed" } => ({
    ...nodeOf(loadResultOf({ succeeded: 25_000, connections: 32 }), 32),
    inFlightSeconds: 5 * inFlight,
  });
  const load = loadResultOf({}, { byNode: [off(31), off(33)] });
  const cautions = told(judgeWindow({ ...judged, connections: 64, load }));
  expect(cautions).toEqual([
    expect.stringMatching(/^little invalid: load node 1 of 2: 31\.0 requests .* 32 connections/),
  ]);
});

test("a node that sends late is not lost among the many requests of one that does not", () => {
  // Of two hundred requests the late node sent one: the 99th percentile of all is that of the others.
  const seen = (count: number, lagTicks: number): LoadOfNode & { kind: "open" } => ({
    ...nodeOf(openLoadOf({ succeeded: count, connections: 32 }), 32),
    sendLag: histogramOf([count, lagTicks]),
    latency: histogramOf([count, 100_000]),
  });
  const load = openLoadOf(
    { succeeded: 20_000 },
    {
      byNode: [seen(19_900, 10), seen(100, 90_000)],
      sendLag: histogramOf([19_900, 10], [100, 90_000]),
      latency: histogramOf([20_000, 100_000]),
    },
  );
  const cautions = told(judgeWindow({ ...judged, connections: 64, load }));
  expect(cautions).toEqual([
    expect.stringMatching(/^send-lag invalid: load node 2 of 2: \d+ % of/),
  ]);
});

test("each node is held against its own way to the server", () => {
  const path = (bytesPerSecond: number, fromNode?: number): NetworkPath => ({
    from: "load",
    to: "server",
    ...(fromNode !== undefined && { fromNode }),
    roundTripMs: 0.1,
    clockOffsetMs: 0,
    clockErrorMs: 0.05,
    bytesPerSecondTo: bytesPerSecond,
    bytesPerSecondFrom: bytesPerSecond,
  });
  const half = {
    ...nodeOf(loadResultOf({ succeeded: 25_000, connections: 32 }), 32),
    receivedBytes: 2_500_000,
  };
  const load = loadResultOf({}, { byNode: [half, half], receivedBytes: 5_000_000 });
  const paths = [path(1e9), path(1e6, 2)];
  const given = { ...judged, connections: 64, load, path: paths[0]!, nodePaths: paths };
  expect(told(judgeWindow(given))).toEqual([
    expect.stringMatching(/^network-bound unranked: load node 2 of 2: /),
  ]);
});
