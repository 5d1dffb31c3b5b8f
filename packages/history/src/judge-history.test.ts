import { expect, test } from "vitest";
import { judgeHistory, type History } from "./judge-history.ts";
import { makeNights, type NightsSketch } from "./testing/nights.ts";

const five = ["node-http:bare", "fastify:bare", "express:bare", "flask:gunicorn", "go-http:bare"];

function judge(sketch: NightsSketch): History {
  return judgeHistory(makeNights(sketch));
}

/** `flask:gunicorn 60, told 65`, and `the machine 40`; nights counted from 1. */
function toldIn({ groups, nights }: History): string[] {
  const number = (night: object): number => nights.findIndex((one) => one === night) + 1;
  return groups.flatMap(({ lines, moves }) => [
    ...lines.flatMap(({ line, steps }) =>
      steps.map(
        ({ since, told }) => `${line.key} ${number(since.night)}, told ${number(told.night)}`,
      ),
    ),
    ...moves.map(({ kind, since }) => `the ${kind} ${number(since.night)}`),
  ]);
}

const eventful: Omit<NightsSketch, "seed"> = {
  variants: five,
  speed: (key, night) =>
    // From night 60 on 5 % slower; one spike; another machine from night 30 on, faster, and not by the same for all.
    (key === "fastify:bare" && night >= 60 ? 0.95 : 1) *
    (key === "express:bare" && night === 45 ? 0.75 : 1) *
    (night >= 30 ? 1.3 : 1) *
    (key === "flask:gunicorn" && night >= 30 ? 1.08 : 1),
  sketch: (night) => ({ conditions: { kernel: night >= 30 ? "6.12" : "6.1" } }),
};

test("of 90 nights with a step of 5 % at night 60, a spike and another machine, the step is told by night 66 and nothing else", () => {
  const history = judge({ seed: 1, ...eventful });
  const told = toldIn(history);
  expect(told).toHaveLength(1);
  const [, since, at] = /^fastify:bare (\d+), told (\d+)$/.exec(told[0]!)!.map(Number);
  expect(Math.abs(since! - 60)).toBeLessThanOrEqual(2);
  expect(at).toBeLessThanOrEqual(66);
  const [step] = history.groups[0]!.lines.flatMap(({ steps }) => steps);
  expect(step!.ratio).toBeGreaterThan(0.93);
  expect(step!.ratio).toBeLessThan(0.97);
  expect(step!.interval!.high).toBeLessThan(1);
});

test("such a step is told by night 66 in most of 100 such histories, and in few is anything else told", () => {
  const all = Array.from({ length: 100 }, (_, index) =>
    toldIn(judge({ seed: 1000 + index, ...eventful })),
  );
  const isStep = (told: string): boolean => {
    const [, since, at] = /^fastify:bare (\d+), told (\d+)$/.exec(told)?.map(Number) ?? [];
    return Math.abs((since ?? 0) - 60) <= 3 && at! <= 66;
  };
  const found = all.filter((told) => told.some(isStep)).length;
  // Of those not told by then most are told some nights later.
  expect(found).toBeGreaterThanOrEqual(80);
  const other = all.filter((told) => told.some((one) => !one.startsWith("fastify:bare"))).length;
  expect(other).toBeLessThanOrEqual(5);
});

test.each([
  ["two variants", five.slice(0, 2)],
  ["five variants", five],
])(
  "of 200 histories of noise, %s, 90 nights looked at every night, at most 5 in 100 ever tell anything",
  (_, variants) => {
    const alarms = Array.from({ length: 200 }, (__, seed) => toldIn(judge({ seed, variants })));
    expect(alarms.filter((told) => told.length > 0).length / 200).toBeLessThanOrEqual(0.05);
  },
);

test("what is told of a night is told the same when later nights are there", () => {
  const nights = makeNights({ seed: 3, ...eventful });
  const whole = judgeHistory(nights);
  const steps = (history: History): string[] => toldIn(history);
  for (const count of [64, 65, 66, 70, 80]) {
    const told = steps(judgeHistory(nights.slice(0, count)));
    const until = steps(whole).filter((one) => Number(/told (\d+)/.exec(one)?.[1]) <= count);
    expect(told).toEqual(until);
  }
});

test("a step at the border of a segment is told of the border, and of no code", () => {
  const history = judge({
    seed: 4,
    speed: (key, night) => (key === "fastify:bare" && night >= 40 ? 0.9 : 1),
    sketch: (night) => ({
      versions: { "fastify:bare": { fastify: night >= 40 ? "6.0.0" : "5.12.8" } },
    }),
  });
  expect(toldIn(history)).toEqual([]);
  const { borders } = history.groups[0]!.lines[1]!;
  expect(borders).toMatchObject([{ kind: "versions", changes: ["fastify: 5.12.8, then 6.0.0"] }]);
  expect(Math.abs(borders[0]!.shift!.ratio - 0.9)).toBeLessThan(0.02);
  expect(borders[0]!.shift!.interval!.high).toBeLessThan(1);
});

test("versions of the anchor begin a segment of all, and another variant's of no other", () => {
  const bordersOf = (changed: string): string[] =>
    judge({
      seed: 5,
      variants: five,
      sketch: (night) => ({ versions: { [changed]: { node: night >= 20 ? "25" : "24" } } }),
    }).groups[0]!.lines.flatMap(({ line, borders }) => borders.map(() => line.key));
  expect(bordersOf("node-http:bare")).toEqual(five);
  expect(bordersOf("express:bare")).toEqual(["express:bare"]);
});

test("where the anchor moved, that is told once, and no step of the others", () => {
  const history = judge({
    seed: 6,
    variants: five,
    speed: (key, night) => (key === "node-http:bare" && night >= 50 ? 0.9 : 1),
  });
  const told = toldIn(history);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^the anchor (49|50|51)$/);
  expect(history.groups[0]!.moves[0]!.ratio).toBeLessThan(0.93);
});

test("without other variants to tell, it is the anchor's where its own speed changed", () => {
  const speed = (key: string, night: number): number =>
    key === "node-http:bare" && night >= 50 ? 0.85 : 1;
  const told = toldIn(judge({ seed: 7, speed }));
  expect(told.filter((one) => !one.startsWith("the "))).toEqual([]);
  expect(told.some((one) => one.startsWith("the anchor"))).toBe(true);
});

test("where the machine moved under all, that is told, and no stack's step", () => {
  const told = toldIn(
    judge({ seed: 8, variants: five, speed: (_, night) => (night >= 45 ? 0.85 : 1) }),
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^the machine (44|45|46)$/);
});

test("a variant that steps with the machine is told as disturbed", () => {
  const history = judge({
    seed: 9,
    variants: five,
    speed: (key, night) => (night >= 45 ? (key === "fastify:bare" ? 0.7 : 0.85) : 1),
  });
  const steps = history.groups[0]!.lines.flatMap((line) => line.steps);
  expect(steps.map(({ line, isDisturbed }) => [line.key, isDisturbed])).toEqual([
    ["fastify:bare", true],
  ]);
});

test("less is slower of throughput, and faster of latency", () => {
  const nights = makeNights({
    seed: 10,
    speed: (key, night) => (key === "fastify:bare" && night >= 60 ? 0.9 : 1),
  });
  const asLatency = nights.map((night) => ({
    ...night,
    cases: night.cases.map((one) => ({
      ...one,
      comparedBy: "latency-p50" as const,
      ratio: one.ratio && { estimate: 1 / one.ratio.estimate, interval: null },
    })),
  }));
  const ratioOf = (history: History): number => history.groups[0]!.lines[1]!.steps[0]!.ratio;
  expect(ratioOf(judgeHistory(nights))).toBeLessThan(0.95);
  expect(ratioOf(judgeHistory(asLatency))).toBeCloseTo(ratioOf(judgeHistory(nights)), 6);
});

test("no night, one night, and a variant that comes and goes", () => {
  expect(judgeHistory([]).groups).toEqual([]);
  expect(toldIn(judge({ seed: 11, nights: 1 }))).toEqual([]);
  const nights = makeNights({ seed: 12, variants: five }).map((night, index) => ({
    ...night,
    cases: night.cases.filter(({ key }) => key !== "go-http:bare" || (index > 20 && index < 50)),
  }));
  expect(toldIn(judgeHistory(nights))).toEqual([]);
});
