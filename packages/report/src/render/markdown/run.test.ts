import { expect, test } from "vitest";
import { renderMarkdown } from "./run.ts";
import { summarise } from "../../summarise.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";

const realistic = renderMarkdown(summarise(realisticRun())).text;

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
  const found = tables(realistic);
  // Three workloads, invalid windows, what ran, tuning.
  expect(found).toHaveLength(6);
  for (const table of found) {
    for (const cells of table) expect(cells).toHaveLength(table[0]!.length);
  }
});

test("blocks stand one blank line apart", () => {
  expect(realistic).not.toMatch(/\n\n\n|[ \t]$/m);
});

test("all columns are there, database and extremes too", () => {
  const [, , items] = tables(realistic);
  expect(items![0]).toEqual([
    "#",
    "stack:variant",
    "requests/s",
    "±%",
    "requests/s, 95 % interval",
    "min",
    "max",
    "vs anchor",
    "vs anchor, 95 % interval",
    "verdict",
    "service time p50 ms",
    "service time p99 ms",
    "CPU µs/req user",
    "CPU µs/req system",
    "CPU vs anchor",
    "CPU vs anchor, 95 % interval",
    "CPU verdict",
    "CPU µs/req db",
    "server CPU %",
    "memory MiB app",
    "memory MiB db",
    "err %",
    "notes",
  ]);
  const row = items!.find((cells) => cells[1] === "fastify:bare")!;
  expect(row.slice(0, 9)).toEqual([
    "3",
    "fastify:bare",
    "3,744",
    "2.0",
    "3,670 to 3,806",
    "3,530",
    "3,919",
    "−26.2 %",
    "−26.5 to −26.0",
  ]);
  expect(row.slice(9, 17)).toEqual([
    "slower",
    "16.5",
    "51.1",
    "165",
    "85.1",
    "+35.5 %",
    "+35.1 to +36.0",
    "dearer",
  ]);
});

test("an open loop's table has intervals of p50 and p99, send lag and queue depth", () => {
  const rounds = [1, 0.98, 1.02, 1.01, 0.99, 1].map((share) => ({ throughput: 9000 * share }));
  const [table] = tables(
    renderMarkdown(
      summarise(
        runOf({
          rounds: 6,
          cases: [{ variant: "a:bare", workload: "hello", ratePerSecond: 1000, rounds }],
        }),
      ),
    ).text,
  );
  const [heads, , cells] = table!;
  const of = (head: string): string => cells![heads!.indexOf(head)]!;
  expect(of("latency p50, 95 % interval")).toMatch(/^[\d.]+ to [\d.]+$/);
  expect(of("latency p99, 95 % interval")).toMatch(/^[\d.]+ to [\d.]+$/);
  expect(Number(of("latency p99 ms"))).toBeCloseTo(1.5 * Number(of("service p99 ms")), 0);
  expect(of("send lag p99 ms")).toBe("0.060");
  expect(of("queue depth max")).toBe("17");
});

test("every invalid window stands in a section of its own, with its reason", () => {
  expect(realistic).toContain("## Invalid windows");
  const section = tables(realistic).find(([heads]) => heads![0] === "round")!;
  expect(section).toHaveLength(2 + 14);
  expect(section).toContainEqual([
    "3",
    "aiohttp:bare",
    "items",
    "1,000",
    "steal: 24 % of the machine's CPU time was stolen (limit 20 %)",
  ]);
});

test("a failure shows its log lines once, for all its workloads", () => {
  expect(
    realistic.match(/\*\*express:cluster\*\* \(hello, hash-sort, items\) failed at verify/g),
  ).toHaveLength(1);
  expect(realistic.match(/^TypeError: Cannot read properties of undefined$/gm)).toHaveLength(1);
});

test("a failure of some rounds says of how many", () => {
  expect(realistic).toContain(
    "**express:bare** (items) failed at window in 1 of 13 windows, first in round 2: app killed for memory",
  );
});

test("what a server answered stays text", () => {
  const message = "expected <p>Hello</p>, got <script>|`x`\n# heading";
  const { text } = renderMarkdown(
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
  expect(realistic).toContain(
    "| nofile.hard | container | 131072 | 65536 | the engine's own hard limit is 65536 |",
  );
});
