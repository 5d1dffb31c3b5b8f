import type { ResourceUse } from "@stackbench/model";
import { fakeDriver, fakeSampler, fakeUse } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

const start = { launchMs: null, listeningMs: 4, readyMs: 5, answeredMs: 6, blindMs: 1 };

/** Of both CPUs that a start counts on. */
function stolen(share: number): ResourceUse {
  return { ...fakeUse, host: { stealShareByCpu: { 0: share, 1: 0 } } };
}

/** Cautions of starts while `here` was stolen from this machine, and `there` from the one that they were on, where that is another. */
async function cautionsOf(here: number, there?: number): Promise<string[]> {
  const driver = fakeDriver();
  const bringUp: typeof driver.bringUp = async (request) => ({
    ...(await driver.bringUp(request)),
    start,
    ...(there !== undefined && { starting: stolen(there) }),
  });
  const { windows, error } = await hold(
    {},
    {
      experiment: { measures: "start", workloads: ["hello"], rounds: 1, durationSeconds: 0.01 },
      ports: { driver: { ...driver, bringUp }, sampler: fakeSampler(stolen(here)) },
    },
  );
  expect(error).toBeUndefined();
  expect(windows).toHaveLength(2);
  return windows.flatMap((window) => {
    if (window.status !== "started") throw new Error(JSON.stringify(window));
    return window.cautions.map(({ kind, severity }) => `${kind} ${severity}`);
  });
}

test("time that is stolen from the machine of a start spoils it, and from no other", async () => {
  expect(await cautionsOf(0.3)).toEqual(["steal invalid", "steal invalid"]);
  expect(await cautionsOf(0, 0.3)).toEqual(["steal invalid", "steal invalid"]);
  expect(await cautionsOf(0.3, 0)).toEqual([]);
});
