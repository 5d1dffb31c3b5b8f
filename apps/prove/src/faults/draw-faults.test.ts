import { expect, test } from "vitest";
import { drawFaults, wholeCount } from "./draw-faults.ts";
import { expectations } from "./fault.ts";

const task = { seed: 7, short: false, sittings: { docker: 6, process: 12, swarm: 4 } };

test("a seed draws the same faults again, and the beginning of more", () => {
  const all = drawFaults(wholeCount, task);
  expect(drawFaults(wholeCount, task)).toEqual(all);
  expect(drawFaults(10, task)).toEqual(all.slice(0, 10));
  expect(drawFaults(wholeCount, { ...task, seed: 8 })).not.toEqual(all);
});

test("a whole campaign has at least 60 faults, of every kind, and kills containers at every step", () => {
  const all = drawFaults(wholeCount, task);
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect([...new Set(all.map(({ kind }) => kind))].toSorted()).toEqual(
    Object.keys(expectations).toSorted(),
  );
  const killed = all.filter(({ kind }) => kind === "container-killed");
  expect(new Set(killed.map(({ moment }) => moment.step)).size).toBe(6);
});
