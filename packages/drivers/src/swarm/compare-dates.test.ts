import { expect, test } from "vitest";
import { compareDates } from "./compare-dates.ts";

test("tells by how much a machine's date is ahead of another's, within what it says of its error", async () => {
  const ahead: Record<string, number> = { a: 0, b: -3_600_250 };
  const now = async (machine: string) =>
    Math.floor(performance.timeOrigin + performance.now() + ahead[machine]!);
  const { offsetMs, errorMs } = await compareDates({ now }, "b", "a");
  expect(Math.abs(offsetMs - ahead["b"]!)).toBeLessThanOrEqual(errorMs);
  expect(await compareDates({ now }, "a", "a")).toEqual({ offsetMs: 0, errorMs: 0 });
});
