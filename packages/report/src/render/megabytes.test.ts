import { expect, test } from "vitest";
import { renderConsole } from "./console/run.ts";
import { renderMarkdown } from "./markdown/run.ts";
import { renderWindowsCsv } from "./csv/windows.ts";
import { rowsJson } from "./json/rows.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/run-of.ts";

/** A run of five seconds at 100 answers per second, and all that is written of it. */
function written(receivedBytes: number | undefined) {
  const load = receivedBytes === undefined ? {} : { receivedBytes };
  const run = runOf({
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 100, load }] }],
  });
  const table = summarise(run);
  const console = renderConsole(table, { columns: 200, colour: false, explain: true });
  const [head, line] = renderWindowsCsv(run)
    .split("\n")
    .map((text) => text.split(","));
  return {
    console,
    markdown: renderMarkdown(table).text,
    csv: line![head!.indexOf("received_bytes")],
    json: rowsJson(table).rows[0]!.receivedBytesPerSecond,
  };
}

test("where answers are large, every table tells MB/s", () => {
  const { console, markdown, csv, json } = written(5 * 943_700_000);
  expect(console).toMatch(/MB\/s/);
  expect(console).toMatch(/a:bare .* 944 /);
  expect(console).toContain("10^6 bytes of answers per second");
  expect(markdown).toMatch(/\| MB\/s +\|/);
  expect(markdown).toMatch(/a:bare.*\| +944 +\|/);
  expect([csv, json]).toEqual(["4718500000", 943_700_000]);
});

test("where they are small, it stands among the data only", () => {
  const { console, markdown, csv, json } = written(5 * 100 * 9999);
  expect(console + markdown).not.toContain("MB/s");
  expect([csv, json]).toEqual(["4999500", 999_900]);
});

test("a generator that does not count bytes tells none", () => {
  const { console, markdown, csv, json } = written(undefined);
  expect(console + markdown).not.toContain("MB/s");
  expect([csv, json]).toEqual(["", null]);
});
