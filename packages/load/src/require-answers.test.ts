import { loadResultSchema } from "@stackbench/model";
import { openLoadOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { requireAnswers } from "./require-answers.ts";
import { loadSpec } from "./testing/load-spec.ts";

const nothing = {
  seconds: 1,
  succeeded: 0,
  errors: {},
  causes: [],
  kind: "totals",
} as unknown as ReturnType<typeof loadResultSchema.parse>;

test("a window in which by chance nothing was due says nothing of the server; a load of none is told", () => {
  const none = openLoadOf({ succeeded: 0, seconds: 1 });
  const loaded = { ...none, schedule: { ...none.schedule, arrivals: 0, arrivalsInAll: 4 } };
  expect(requireAnswers(loaded, loadSpec({ port: 1 }), 4)).toBe(loaded);
  const never = { ...none, schedule: { ...none.schedule, arrivals: 0, arrivalsInAll: 0 } };
  expect(() => requireAnswers(never, loadSpec({ port: 1 }), 0)).toThrow(/use a higher rate/);
});

test("a window without an answer, in a load that had some, says what to do over either protocol", () => {
  const spec = loadSpec({ port: 1 });
  expect(() => requireAnswers(nothing, spec, 8000)).toThrow(
    /got none in 1\.0 s and 8000 before and behind it: use a longer --duration$/,
  );
  expect(() => requireAnswers(nothing, { ...spec, http2: "h2c" }, 8000)).toThrow(
    /8000 before and behind it: no connection that the server closes is opened anew .*keepalive_requests/,
  );
});
