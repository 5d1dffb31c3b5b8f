import { expect, test } from "vitest";
import { summarise } from "../../summarise.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderProvisional } from "./provisional.ts";
import { renderConsole } from "./run.ts";
import { displayWidth } from "./text-layout.ts";

/** Three rounds of nine, of which the first and the second third are followed by a look. */
function run(shares: readonly number[]) {
  const base = { workload: "hello" as const };
  const even = [1, 1.004, 0.998];
  const made = runOf({
    rounds: 9,
    cases: [
      { ...base, variant: "a:bare", rounds: even.map((share) => ({ throughput: 1000 * share })) },
      { ...base, variant: "b:bare", rounds: shares.map((share) => ({ throughput: 500 * share })) },
    ],
  });
  const { experiment } = made.plan;
  const protocol = { ...experiment.protocol, looks: [3, 6] };
  return { ...made, stop: null, plan: { ...made.plan, experiment: { ...experiment, protocol } } };
}

const console = { columns: 80, colour: false };

function provisional(shares: readonly number[], columns = 80): string {
  const looked = summarise(run(shares), 3);
  return renderProvisional(looked, "provisional, after 3 of at most 9 rounds", {
    ...console,
    columns,
  }).join("\n");
}

test("it is called provisional before anything else, and has the answer and the rows", () => {
  const text = provisional([1, 1.01, 0.99]);
  expect(text).toMatch(/^provisional, after 3 of at most 9 rounds\na:bare serves /);
  expect(text).toMatch(/ b:bare +500\b.*−50\.\d %.* slower /m);
  expect(text).not.toContain("report.html");
});

test.each([100, 80, 60])("no line is wider than %i columns", (columns) => {
  const lines = provisional([1, 1.01, 0.99], columns).split("\n");
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
});

test("verdicts are those of the look: what only the whole of the error would prove is open", () => {
  const shares = [1, 1.25, 0.75];
  const whole = renderConsole(summarise(run(shares)), console);
  expect(whole).toContain("slower");
  expect(provisional(shares)).toContain("unresolved");
});
