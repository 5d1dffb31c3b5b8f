import { expect, test } from "vitest";
import { startTimesOf } from "./start-times.ts";

const second = Date.parse("2026-01-01T00:00:01Z");
const seen = {
  launchedAt: second - 20,
  listeningAt: second + 30,
  readyAt: second + 40,
  answeredAt: second + 50,
  blindMs: 2,
};
const at = (ms: string) => ({ startedAt: `2026-01-01T00:00:${ms}Z`, isLocal: false });

test("counts from the first container's beginning, told by the engine's clock or brought to it", () => {
  const near = at("01.000");
  // Its clock is a second ahead: it began 5 ms before the other one.
  const far = { ...at("01.995"), clock: { offsetMs: 1000, errorMs: 0.75 } };
  expect(startTimesOf(seen, [near, far], { proxy: "nginx" })).toEqual({
    launchMs: null,
    listeningMs: null,
    readyMs: 45,
    answeredMs: 55,
    blindMs: 2.75,
  });
  const later = { ...at("02.005"), clock: { offsetMs: 1000, errorMs: 0.75 } };
  expect(startTimesOf(seen, [near, later], { proxy: "nginx" })).toMatchObject({
    readyMs: 40,
    blindMs: 2,
  });
});

test("tells what the engine took only where it has our clock", () => {
  const local = { ...at("01.000"), isLocal: true };
  expect(startTimesOf(seen, [local], { proxy: "none" })).toMatchObject({
    launchMs: 20,
    listeningMs: 30,
  });
});
