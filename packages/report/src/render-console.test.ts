import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { renderConsole } from "./render-console.ts";
import { summarise } from "./summarise.ts";
import { displayWidth } from "./text-layout.ts";
import { realisticRun } from "./testing/realistic-run.ts";
import { runOf, type CaseSketch } from "./testing/run-of.ts";

const realistic = summarise(realisticRun());

function render(cases: CaseSketch[], columns = 100): string {
  return renderConsole(summarise(runOf({ cases })), { columns, colour: false });
}

function lineWith(text: string, part: string): string {
  return text.split("\n").find((line) => line.includes(part)) ?? "";
}

test.each([140, 100, 80, 60])("no line is wider than %i columns", (columns) => {
  const lines = renderConsole(realistic, { columns, colour: false }).split("\n");
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
});

test("at 100 columns nothing that was asked for is missing", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false });
  const heads = text.split("\n").filter((line) => line.includes("stack:variant"));
  expect(heads).toHaveLength(3);
  for (const head of heads) {
    for (const name of [
      "#",
      "requests/s",
      "±%",
      "p50 ms",
      "p99 ms",
      "user",
      "system",
      "CPU %",
      "MiB",
      "notes",
    ]) {
      expect(head).toContain(name);
    }
  }
  expect(heads[2]).toContain(" db ");
});

test("a row reads as what was measured", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false });
  expect(lineWith(text, "node-http:bare").trim().split(/\s+/)).toEqual(
    "1 node-http:bare 24,310 1.8 2.53 7.90 25.5 13.2 99 68 0 a".split(" "),
  );
});

test("every group says how it was loaded, and that latencies are service times", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false });
  expect(text).toContain(
    "items · 64 connections, closed loop: latencies are service times · 3 rounds × 5 s\n",
  );
  expect(text).toContain("machine    2 × Intel Xeon @ 2.90GHz, 7.8 GiB, Debian 12");
  expect(text).toContain(
    "tuning     throughput: 2 of 3 limits as asked; nofile.hard 65536, not 131072",
  );
});

test("a failure is told in full once, then referred to", () => {
  const text = renderConsole(realistic, { columns: 200, colour: false });
  expect(text.match(/FAILED at verify: GET \/hash-sort/g)).toHaveLength(1);
  expect(text.match(/FAILED at verify: as above/g)).toHaveLength(2);
  expect(text).toContain("FAILED at window in 1 of 3 rounds: app killed for memory (limit 64 MiB)");
});

test("figures of invalid windows stand in brackets and rounds lost are counted", () => {
  const text = renderConsole(realistic, { columns: 100, colour: false });
  expect(lineWith(text, "node-http:nginx  ")).toMatch(/^ – .*\(9,000\).*0\/3 a$/);
  expect(lineWith(text.slice(text.indexOf("items ·")), "aiohttp:bare")).toMatch(/2\/3 a$/);
});

test("advice stands below the table once, however many rows need it", () => {
  const text = renderConsole(realistic, { columns: 200, colour: false });
  expect(text.match(/efficiency, not scaling/g)).toHaveLength(1);
  expect(text).toContain("a  steal (40 windows, 4 of them invalid): 24 %");
});

test("colour only where it is asked for, and without changing the text", () => {
  const plain = renderConsole(realistic, { columns: 100, colour: false });
  const coloured = renderConsole(realistic, { columns: 100, colour: true });
  expect(stripVTControlCharacters(plain)).toBe(plain);
  expect(coloured).toContain("\u001b[");
  const trimmed = (text: string): string[] => text.split("\n").map((line) => line.trimEnd());
  expect(trimmed(stripVTControlCharacters(coloured))).toEqual(trimmed(plain));
});

test("names too long for the terminal lose their middle, not their ends", () => {
  const name = `${"a-very-long-stack-name-".repeat(4)}end:cluster-behind-nginx`;
  const text = render([{ variant: name, workload: "hello", rounds: [{ throughput: 1000 }] }], 80);
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  expect(text).toMatch(/a-very-lo\S*…\S*nginx/);
  expect(text).toContain("1,000");
});

test("what a server answered cannot steer the terminal or break the table", () => {
  const message = "expected Hello, got \u001b[2J\u001b]0;title\u0007\r\nevil\u0000 \u4f60\u597d";
  const text = render([
    { variant: "a:bare", workload: "hello", rounds: [{ stage: "verify", message, logLines: [] }] },
  ]);
  expect(text).toContain("FAILED at verify in 1 of 3 rounds: expected Hello, got evil� 你好");
});

test("an errors column that is not all zero stays where others go", () => {
  const cases: CaseSketch[] = [
    {
      variant: "some-quite-long-stack:variant",
      workload: "items",
      rounds: [{ throughput: 1000, load: { errors: { timeout: 3 } } }],
    },
  ];
  expect(lineWith(render(cases, 80), "stack:variant")).toMatch(/%\s+notes$/);
  expect(lineWith(render(cases, 80), "some-quite")).toContain("0.06");
});

test("a single round claims no spread", () => {
  const run = runOf({
    rounds: 1,
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 1000 }] }],
  });
  const text = renderConsole(summarise(run), { columns: 100, colour: false });
  expect(text).not.toContain("±%");
  expect(text).toContain("nothing tells whether a difference is chance");
});

test("a second generator's row names it and how far off it is", () => {
  const text = render([
    { variant: "a:bare", workload: "hello", rounds: [{ throughput: 1000 }] },
    {
      variant: "a:bare",
      workload: "hello",
      generator: "autocannon",
      rounds: [{ throughput: 800 }],
    },
  ]);
  expect(lineWith(text, "by autocannon  ")).toMatch(/^ +by autocannon +800 .*−20% a$/);
});

test("a run that has not measured anything says so", () => {
  const text = render([{ variant: "a:bare", workload: "hello", rounds: [] }]);
  expect(text).toContain("a:bare");
  expect(text).toContain("not measured yet");
});
