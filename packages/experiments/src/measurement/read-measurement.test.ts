import { expect, test } from "vitest";
import { readMeasurement } from "./read-measurement.ts";

const read = (values: Record<string, string>, ...switches: string[]) => {
  return readMeasurement({ values, switches: new Set(switches) }, [0, 1]);
};

test("HTTP/2 is not cross-checked by a generator of HTTP/1.1", () => {
  expect(() => read({ generator: "h2load" }, "cross-check")).toThrow(
    "--cross-check: h2load speaks",
  );
  expect(read({ generator: "h2load" }).generators).toEqual(["h2load"]);
  expect(read({ generator: "wrk" }, "cross-check").generators).toHaveLength(2);
});

test("streams are told where they are asked for", () => {
  expect(read({})).not.toHaveProperty("streams");
  expect(read({ streams: "8" }).streams).toBe(8);
  expect(() => read({ streams: "0" })).toThrow("--streams: expected");
});
