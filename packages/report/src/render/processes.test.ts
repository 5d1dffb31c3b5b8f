import type { ProcessGroupUse, ServiceUse } from "@stackbench/model";
import { expect, test } from "vitest";
import { renderConsole } from "./console/run.ts";
import { renderMarkdown } from "./markdown/run.ts";
import { rowsJson } from "./json/rows.ts";
import { summarise } from "../summarise.ts";
import { runOf, service, type WindowSketch } from "../testing/run-of.ts";

const mebibyte = 2 ** 20;

function groupUse(
  name: string | null,
  changes: Partial<Omit<ProcessGroupUse, "name">>,
): ProcessGroupUse {
  return {
    name,
    cpuUserSeconds: 0,
    cpuSystemSeconds: 0,
    processes: 1,
    endedProcesses: 0,
    ...changes,
  };
}

/** A window of 5 s. */
function windowOf(use: Partial<ServiceUse>, sketch: Partial<WindowSketch> = {}): WindowSketch {
  const app = { ...service(3, 1, 70_000_000), ...use };
  return { throughput: 1000, use: { seconds: 5, services: { app } }, ...sketch };
}

function tableOf(rounds: WindowSketch[]) {
  const workload = "items";
  const plain = rounds.map(() => windowOf({}));
  return summarise(
    runOf({
      cases: [
        { variant: "wsgi:plain", workload, rounds: plain },
        { variant: "wsgi:groups", workload, rounds },
      ],
    }),
  );
}

const grouped = tableOf(
  [1, 2, 3].map((cpu) =>
    windowOf(
      {
        processGroups: [
          groupUse("main", { cpuUserSeconds: cpu, memoryProportionalBytes: 20 * mebibyte }),
          groupUse("volume", {
            cpuUserSeconds: 0.2,
            cpuSystemSeconds: 0.05,
            memoryProportionalBytes: cpu * 30 * mebibyte,
            memoryProportionalMeanBytes: cpu * 25 * mebibyte,
            processes: 3,
            endedProcesses: cpu,
          }),
          groupUse("admin", {}),
          groupUse(null, { cpuUserSeconds: 0.01 }),
        ],
      },
      { succeededByGroup: { main: 4000, volume: 1000, admin: 0 } },
    ),
  ),
);

test("each process group has a line of its own under the table", () => {
  const text = renderConsole(grouped, { columns: 80, colour: false, explain: true });
  const lines = text.split("\n");
  const from = lines.indexOf("process groups of wsgi:groups");
  expect(lines.slice(from + 1, from + 6).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["req/s", "CPU %", "CPU µs/req", "PSS MiB", "processes"],
    ["main", "800", "40", "500", "20", "1"],
    ["volume", "200", "5.0", "250", "90", "3 (6 ended)"],
    ["admin", "0", "0", "–", "–", "1"],
    ["other", "–", "0.2", "–", "–", "1"],
  ]);
  expect(text).toContain("other: processes of no group");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("table.md and --json have the same", () => {
  const markdown = renderMarkdown(grouped).text;
  expect(markdown).toContain("Process groups of wsgi:groups:");
  expect(markdown).toContain("| volume | 200 | 5.0 | 250 | 90 | 3 (6 ended) |");
  const { rows } = rowsJson(grouped);
  const [plain, special] = ["plain", "groups"].map((id) => rows.find((row) => row.variant === id)!);
  expect(plain).not.toHaveProperty("processGroups");
  expect(special!.processGroups).toHaveLength(4);
  expect(special!.processGroups![1]).toEqual({
    name: "volume",
    requestsPerSecond: 200,
    cpuShare: 0.05,
    cpuMicrosPerRequest: 250,
    memoryBytes: 90 * mebibyte,
    memoryMeanBytes: 50 * mebibyte,
    processes: 3,
    endedProcesses: 6,
  });
});

function counted(...rounds: number[][]) {
  return tableOf(rounds.map((counts) => windowOf({ processSeries: { intervalMs: 500, counts } })));
}

test("where workers came and went, a line tells how many there were, round by round", () => {
  const table = counted([3, 6, 9, 9], [3, 9, 9, 9], [3, 3, 3, 9]);
  const line = "3 to 9 processes, 6.3 mean; by round ▁▅██ ▁███ ▁▁▁█";
  expect(renderConsole(table, { columns: 100, colour: false })).toContain(`  wsgi:groups: ${line}`);
  expect(renderMarkdown(table).text).toContain(`- wsgi:groups: ${line}`);
});

test("where their number stayed, only --json has it", () => {
  const table = counted([3, 3, 3], [3, 3, 3], [4, 4, 4]);
  expect(renderConsole(table, { columns: 100, colour: false })).not.toContain("processes");
  const row = rowsJson(table).rows.find(({ variant }) => variant === "groups")!;
  expect(row.liveProcesses).toMatchObject({ least: 3, most: 4, changed: false });
  expect(row.liveProcesses!.rounds[2]).toEqual({ round: 3, intervalMs: 500, counts: [4, 4, 4] });
});
