import { expect, test } from "vitest";
import { loadResultSchema, type LoadResult } from "./load-result.ts";
import { loadResultOf, openLoadOf, totalsOf } from "./testing/index.ts";

/** As a run of before the kinds has it. */
function older({ kind: _, causes: __, ...load }: LoadResult): object {
  return load;
}

test.each([loadResultOf(), openLoadOf(), totalsOf()])(
  "a $kind load is read as written, and where it does not say its kind",
  (load) => {
    expect(loadResultSchema.parse(load)).toEqual(load);
    expect(loadResultSchema.parse(older(load))).toEqual(load);
  },
);

test("what an older run says of its errors is kept", () => {
  const causes = [{ kind: "status", status: 503, reason: "expected 200, got 503", count: 2 }];
  const errors = { status: 2 };
  expect(loadResultSchema.parse({ ...older(loadResultOf()), errors, causes })).toMatchObject({
    errors,
    causes,
  });
});

test.each([
  ["a closed loop with a schedule", { ...openLoadOf(), kind: "closed" }],
  ["an open loop without one", { ...loadResultOf(), kind: "open" }],
  ["totals with a warm-up", { ...loadResultOf(), kind: "totals" }],
  ["an unknown kind", { ...loadResultOf(), kind: "half-open" }],
  ["nothing", null],
])("%s is no load", (_, load) => {
  expect(loadResultSchema.safeParse(load).success).toBe(false);
});
