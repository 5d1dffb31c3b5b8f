import type { OpenLoad } from "@stackbench/model";
import { expect } from "vitest";
import { failed } from "./measure.ts";

/** Every arrival of the window ended in one way. */
export function expectBalance(result: OpenLoad): void {
  const { schedule, latency, serviceTime, sendLag, unfinished, errors } = result;
  expect(latency.count + failed(result) + unfinished).toBe(schedule.arrivals);
  expect(sendLag.count + schedule.unsent + (errors.connect ?? 0)).toBe(schedule.arrivals);
  expect(serviceTime.count).toBe(latency.count);
}
