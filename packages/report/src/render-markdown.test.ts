import { expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";
import { summarise } from "./summarise.ts";
import { realisticRun } from "./testing/realistic-run.ts";
import { runOf } from "./testing/run-of.ts";

/** Cells of every table line, bars that are escaped kept in their cell. */
function tables(text: string): string[][][] {
  const blocks = text
    .trimEnd()
    .split("\n\n")
    .filter((block) => block.startsWith("| "));
  return blocks.map((block) =>
    block.split("\n").map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    ),
  );
}

test("every line of every table has a cell for every column", () => {
  const found = tables(renderMarkdown(summarise(realisticRun())));
  // Three workloads, what ran, tuning.
  expect(found).toHaveLength(5);
  for (const table of found) {
    for (const cells of table) expect(cells).toHaveLength(table[0]!.length);
  }
});

test("all columns are there, database and extremes too", () => {
  const [, , items] = tables(renderMarkdown(summarise(realisticRun())));
  expect(items![0]).toEqual([
    "#",
    "stack:variant",
    "requests/s",
    "±%",
    "min",
    "max",
    "service time p50 ms",
    "service time p99 ms",
    "CPU µs/req user",
    "CPU µs/req system",
    "CPU µs/req db",
    "server CPU %",
    "memory MiB app",
    "memory MiB db",
    "err %",
    "notes",
  ]);
  expect(items![2]!.slice(0, 6)).toEqual(["1", "node-http:bare", "5,105", "1.8", "5,029", "5,212"]);
});

test("a failure shows its log lines once, for all its workloads", () => {
  const text = renderMarkdown(summarise(realisticRun()));
  expect(
    text.match(/\*\*express:cluster\*\* \(hello, hash-sort, items\) failed at verify/g),
  ).toHaveLength(1);
  expect(text.match(/^ {4}TypeError: Cannot read properties of undefined$/gm)).toHaveLength(1);
});

test("what a server answered stays text", () => {
  const message = "expected <p>Hello</p>, got <script>|`x`\n# heading";
  const text = renderMarkdown(
    summarise(
      runOf({
        cases: [
          {
            variant: "a:bare",
            workload: "hello",
            rounds: [{ stage: "verify", message, logLines: [] }],
          },
        ],
      }),
    ),
  );
  expect(text).toContain(String.raw`got \<script\>\|\`x\` \# heading`);
  expect(text).not.toContain("\n# heading");
});

test("the ledger says what was asked for, what is, and why", () => {
  const text = renderMarkdown(summarise(realisticRun()));
  expect(text).toContain(
    "| nofile.hard | container | 131072 | 65536 | the engine's own hard limit is 65536 |",
  );
});
