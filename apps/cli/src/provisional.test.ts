import { expect, test } from "vitest";
import { ownStackRun } from "./testing/own-stack-run.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";

const args = ownStackRun();

test("a first look that leaves the run going on shows a table, called provisional, beside the result", async () => {
  const { code, stdout, stderr } = await runBench([...args, "--rounds=5", "--json"]);
  expect(heldCodes, stderr).toContain(code);
  // Two alike may be proven to be so after three rounds: then the table of the end is the first.
  const goesOn = stderr.includes(" round 4 ");
  const [before = "", after] = stderr.split(
    "\nprovisional, after 3 of at most 5 rounds; what is still open",
  );
  expect(after !== undefined).toBe(goesOn);
  expect(before).not.toContain(" round 4 ");
  if (goesOn) expect(after).toMatch(/stack:variant[^]*my-app:one[^]* round 4 /);
  expect(JSON.parse(stdout)).toMatchObject({ rows: [{}, {}] });
});
