import { inMarkdown, renderConsole, rowsJson, summarise } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { formats, renderAs, type Told } from "./formats.ts";

const record = runOf({
  cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 9000 }] }],
});
const table = summarise(record);
const told: Told = {
  record,
  table,
  outcome: { json: rowsJson(table), table: (options) => renderConsole(table, options) },
};
const options = { columns: 100, colour: false };

/** What each begins with. */
const beginnings: Record<string, RegExp> = {
  table: /^a:bare serves 9,000 requests/,
  markdown: /^# Run /,
  html: /^<!doctype html>\n/,
  svg: /^<svg xmlns=/,
  csv: /^run_id,case_id,/,
  json: /^\{"schemaVersion":1,/,
  hdr: /^#\[StartTime: /,
  "github-bigger": /^\[\n +\{\n +"name": "a:bare.* throughput"/,
  "github-smaller": /^\[\n +\{\n +"name": "a:bare.* service time p50"/,
  bencher: /^\{\n +"a:bare\//,
  openmetrics: /^# TYPE stackbench_run info\n/,
};

test.each(formats)("a run is shown as %s, and ends its last line", async (format) => {
  const text = await renderAs(format, told, options);
  expect(text).toMatch(beginnings[format] ?? /./);
  expect(text.endsWith("\n")).toBe(true);
});

test("Markdown is the answer's where it has some, else the run's table", async () => {
  const markdown = inMarkdown`the answer`;
  const answered = { ...told, outcome: { ...told.outcome, markdown } };
  expect(await renderAs("markdown", answered, options)).toBe("the answer");
});
