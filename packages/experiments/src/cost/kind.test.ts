import { summarise } from "@stackbench/report";
import { runOf, service } from "@stackbench/report/testing";
import type { Caution } from "@stackbench/model";
import { parseCommandLine } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { cost } from "./kind.ts";

/** Six rounds of 1,000 requests/s for 5 s; CPU seconds by variant, one percent more or less by round. */
function costRun(cpuSeconds: Record<string, number>, cautions: Caution[] = []) {
  return runOf({
    rounds: 6,
    cases: Object.entries(cpuSeconds).map(([variant, seconds], index) => ({
      variant,
      workload: "hello" as const,
      ratePerSecond: 1000,
      rounds: Array.from({ length: 6 }, (_, round) => {
        const spent = seconds * (1 + 0.01 * Math.cos(round * 7 + index * 3));
        const services = { app: service(spent * 0.6, spent * 0.4, 50_000_000) };
        return {
          throughput: 5000,
          cautions,
          use: { services: { ...services, load: service(1, 1, 1e6) } },
        };
      }),
    })),
  });
}

function conclude(cpuSeconds: Record<string, number>) {
  const run = costRun(cpuSeconds);
  const { table, ...outcome } = cost.conclude(run, summarise(run));
  return { ...outcome, text: table({ columns: 140, colour: false }) };
}

test("the answer comes first: what the anchor costs, and what the others do against it", () => {
  const { text, code, json } = conclude({ "a:bare": 0.5, "b:bare": 0.6, "c:bare": 0.25 });
  expect(code).toBe(0);
  const answer = text.trimStart().split("\n\n")[0]!.replaceAll("\n", " ");
  // 0.5 s for 5,000 requests: 100 µs each.
  expect(answer).toMatch(
    /^At 1,000 requests\/s of hello a:bare costs (99|10[01])(\.\d)? µs of CPU time a request; against that /,
  );
  expect(answer).toMatch(/c:bare is cheaper, −(49|50)\.\d %/);
  expect(answer).toMatch(/b:bare is dearer, \+(19|20)\.\d %/);
  expect(json).toMatchObject({
    costs: [{ anchor: "a:bare", ratePerSecond: 1000, workload: "hello" }],
  });
});

test("the cheapest stands first", () => {
  const { json } = conclude({ "a:bare": 0.5, "b:bare": 0.6, "c:bare": 0.25 });
  const [{ rows }] = (json as { costs: [{ rows: { variant: string }[] }] }).costs;
  expect(rows.map(({ variant }) => variant)).toEqual(["c:bare", "a:bare", "b:bare"]);
});

test.each([
  [[], /expected --stack=/],
  [["--stack=a", "--rate=100,200"], /expected one rate/],
  [["--stack=a", "--half-width=1"], /unknown option --half-width/],
])("%j is refused", (words, message) => {
  expect(() => cost.read(parseCommandLine(cost.command, words))).toThrow(message);
});

test("without a rate it is half of what the slowest serves", () => {
  const { measurement } = cost.read(parseCommandLine(cost.command, ["--stack=a"]));
  expect(measurement.levels.open?.rates).toEqual([{ share: 0.5 }]);
  expect(measurement.protocol.rounds).toBe(6);
});

test("windows whose requests left late count for what they cost, and their latency is not read", () => {
  const late: Caution = { kind: "send-lag", severity: "note", message: "late", spoils: "latency" };
  const run = costRun({ "a:bare": 0.5, "b:bare": 0.6 }, [late]);
  const table = summarise(run);
  const { code, json, table: print } = cost.conclude(run, table);
  expect(code).toBe(0);
  expect(json).toMatchObject({
    costs: [
      { anchor: "a:bare", rows: [{ latency: null }, { cpuRelative: { verdict: "dearer" } }] },
    ],
  });
  expect(print({ columns: 200, colour: false })).toMatch(/b:bare .* send-lag/);
  // Nobody is ranked by what is not read.
  expect(table.rows.map(({ rank, relative }) => [rank, relative])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("its plan says that CPU time is compared, and no latency", async () => {
  const words = ["--stack=node-http:bare", "--driver=process", "--rate=100"];
  const request = cost.read(parseCommandLine(cost.command, words));
  await using found = await cost.find(request);
  expect(cost.experiment(request, found).compares).toBe("cpu-time");
});
