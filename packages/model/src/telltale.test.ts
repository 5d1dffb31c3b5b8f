import { expect, test } from "vitest";
import type { WindowRecord } from "./run.ts";
import { telltalesByRound } from "./telltale.ts";

function windowOf(round: number, loadSeconds: number | null, appSeconds: number): WindowRecord {
  const used = (seconds: number) => ({
    cpuUserSeconds: seconds / 4,
    cpuSystemSeconds: 0.75 * seconds,
  });
  const load = loadSeconds === null ? {} : { load: used(loadSeconds) };
  return {
    planned: { generator: "stackbench" },
    variant: "s:bare",
    round,
    status: "measured",
    cautions: [],
    use: { seconds: 1, services: { app: used(appSeconds), ...load }, host: {} },
  } as unknown as WindowRecord;
}

test("what the generator takes for what the app takes, of each start", () => {
  const windows = [windowOf(1, 0.8, 1), windowOf(2, 0.6, 0.8), windowOf(2, 0.3, 0.1)];
  expect(telltalesByRound(windows, "stackbench").get("s:bare")).toEqual(
    new Map([
      [1, 0.8],
      [2, expect.closeTo(1.5, 12)],
    ]),
  );
});

test("none where nobody read the generator, or nothing was seen of either", () => {
  const windows = [windowOf(1, null, 1), windowOf(2, 1, 0), windowOf(3, 0, 1)];
  expect(telltalesByRound(windows, "stackbench").size).toBe(0);
});
