import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { rowsJson } from "./json/rows.ts";
import { renderConsole } from "./console/run.ts";
import { renderMarkdown } from "./markdown/run.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/run-of.ts";

/** Windows of two requests, of 2 and 4 ms. */
function tableOf(requestsWanted?: number) {
  const serviceTime = new Histogram();
  serviceTime.record(20_000);
  serviceTime.record(40_000);
  const load = {
    serviceTime: serviceTime.toData(),
    ...(requestsWanted !== undefined && { requestsWanted, seconds: 12.5 }),
  };
  return summarise(
    runOf({
      cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 100, load }] }],
    }),
  );
}

test("where windows end with their requests, tables tell the time they took", () => {
  const table = tableOf(2);
  expect(rowsJson(table).rows[0]!.bounded).toEqual({
    requests: 2,
    takenSeconds: 12.5,
    minMs: expect.closeTo(2, 1),
    meanMs: expect.closeTo(3, 1),
    maxMs: expect.closeTo(4, 1),
  });
  const console = renderConsole(table, { columns: 200, colour: false });
  expect(console).toMatch(/time taken s .*min .*mean .*max/);
  expect(console).toMatch(/a:bare .* 12\.50? /);
  expect(renderMarkdown(table).text).toContain("time taken s");
});

test("where they end by time, nothing is said of it", () => {
  const table = tableOf();
  expect(rowsJson(table).rows[0]).not.toHaveProperty("bounded");
  expect(renderConsole(table, { columns: 200, colour: false })).not.toContain("time taken");
});
