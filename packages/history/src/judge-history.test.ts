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
      steps.map(({ since, told }) => `${line.key} ${number(since.night)}, told ${number(told.night)}`),
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
