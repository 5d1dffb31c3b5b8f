import type { Caution, RunRecord } from "@stackbench/model";
import type { RevisionComparison } from "@stackbench/report";
import { expect, test } from "vitest";
import { describeOutcome } from "./describe-outcome.ts";

const labels = { variant: "s:bare", base: "main", head: "HEAD" };

/** What is advised of a run with these cautions, one a window. */
function adviceOn(outcome: RevisionComparison["outcome"], kinds: (Caution["kind"] | undefined)[]) {
  const windows = kinds.map((kind) => ({ status: "measured", cautions: kind ? [{ kind }] : [] }));
  const record = { windows, plan: { experiment: { windowsPerSitting: 2 } } };
  return describeOutcome({ outcome, cases: [] }, record as unknown as RunRecord, labels).advice;
}

test("where nothing could be told and others used the CPUs in most windows, that is said", () => {
  const busy = ["background-load", "steal", undefined] as const;
  const said = "Others took CPU time in 2 of 3 windows";
  expect(adviceOn("unresolved", [...busy])).toContain(said);
  expect(adviceOn("untrustworthy", [...busy])).toContain(said);
  expect(adviceOn("unresolved", [...busy, undefined, undefined])).not.toContain("Others");
  // What was told all the same needs no excuse.
  expect(adviceOn("slower", [...busy])).toBeNull();
  expect(adviceOn("unresolved", ["no-steady-state"])).not.toContain("Others");
});
