import { expect, test } from "vitest";
import { historyJson } from "./history-json.ts";
import { judgeHistory } from "./judge-history.ts";
import { renderHistory } from "./render-history.ts";
import { gotSlower } from "./tell.ts";
import { makeNights } from "./testing/nights.ts";

const options = { columns: 120, colour: false };
const nights = makeNights({
  seed: 1,
  speed: (key, night) => (key === "fastify:bare" && night >= 60 ? 0.92 : 1),
});
const whole = judgeHistory(nights);
const [step] = whole.groups[0]!.lines[1]!.steps;
const until = (runId: string) =>
  judgeHistory(nights.slice(0, nights.findIndex((night) => night.runId === runId) + 1));

test("the night on which a step becomes known says so first, and no other night does", () => {
  const known = until(step!.told.night.runId);
  expect(renderHistory(known, options)).toMatch(
    /^fastify:bare, hello at 64 connections: slower since 2026-0[23]-\d\d: −\d\.\d % \(−.* to −.*\)/,
  );
  expect(gotSlower(known)).toBe(true);
  expect(gotSlower(whole)).toBe(false);
  expect(renderHistory(whole, options)).toMatch(/^nothing moved/);
});

test("the table has a line a variant with its nights, its last figure and its steps", () => {
  const text = renderHistory(whole, options);
  expect(text).toContain("hello · 64 connections · requests/s");
  expect(text).toMatch(/^node-http:bare +90 .* anchor +[▁-█]{30} +–/m);
  expect(text).toMatch(/^fastify:bare +90 .* −\d+\.\d % +[▁-█]{30} +1 +slower since 2026-/m);
});

test("the JSON tells the same by run ids", () => {
  const json = historyJson(until(step!.told.night.runId));
  expect(json).toMatchObject({ schemaVersion: 1, gotSlower: true });
  expect(json.news).toHaveLength(1);
  expect(json.groups[0]!.lines[1]).toMatchObject({
    key: "fastify:bare",
    steps: [{ since: step!.since.night.runId, told: step!.told.night.runId, isDisturbed: false }],
  });
});

test("names from outside are text", () => {
  const [night] = nights;
  const cases = night!.cases.map((one) => ({ ...one, key: `${one.key}\u001b[2J\u202e` }));
  const text = renderHistory(judgeHistory([{ ...night!, cases }]), options);
  expect(text).not.toContain("\u001b");
  expect(text).not.toContain("\u202e");
});

test("an empty history says how to begin one", () => {
  expect(renderHistory(judgeHistory([]), options)).toContain("pnpm bench history add <run>");
});
