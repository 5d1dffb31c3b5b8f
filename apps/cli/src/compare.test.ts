import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JournalEntry, RunHead } from "@stackbench/model";
import { benchHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";
import { testedName } from "./testing/tested-program.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";

/** `bench compare` on runs that are made out of one real window: only their figures are set. */
let out: string;
let measured: JournalEntry[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-compare-"));
  const args = ["--driver=process", "--stack=node-http:bare", "--rounds=1", "--seed=7"];
  const { stdout } = await runBench([
    ...args,
    "--duration=0.5",
    "--warmup=0",
    "--no-calibration",
    "--json",
    `--out=${out}`,
  ]);
  const { runId } = JSON.parse(stdout) as { runId: string };
  const text = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  measured = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JournalEntry);
}, 300_000);
afterAll(() => rm(out, { recursive: true, force: true }));

/** A run of six rounds at about so many requests/s, an hour after the last. */
async function write(
  runId: string,
  requestsPerSecond: number,
  hour: number,
  change: (head: RunHead) => void = () => {},
): Promise<string> {
  const entries = structuredClone(measured).flatMap((entry): JournalEntry[] => {
    if (entry.type === "head") {
      entry.head.runId = runId;
      change(entry.head);
    }
    if (entry.type !== "window" || entry.window.status !== "measured") return [entry];
    const { window } = entry;
    return [1, 2, 3, 4, 5, 6].map((round) => ({
      type: "window",
      window: {
        ...window,
        round,
        planned: { ...window.planned, windowId: `r${round}/${window.planned.caseId}` },
        startedAt: new Date(Date.UTC(2026, 10, 21, hour, round)).toISOString(),
        load: { ...window.load, seconds: 1, succeeded: requestsPerSecond + round },
        cautions: [],
      },
    }));
  });
  await mkdir(join(out, runId));
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  await writeFile(join(out, runId, "journal.jsonl"), lines.join(""));
  return runId;
}

test("what got slower ends with 3, the other way round with 0", async () => {
  const [base, head] = [await write("base", 10_000, 1), await write("head", 8000, 2)];
  const slower = await benchHere(["compare", base, head, `--out=${out}`]);
  expect(slower.code).toBe(3);
  expect(slower.stdout).toMatch(/node-http:bare +10,0\d\d +8,00\d +−20\.0\s%.*slower/);
  expect(slower.stdout.replaceAll("\n", " ")).toContain("held at different times");
  const path = join(out, head, "journal.jsonl");
  const markdown = join(out, "comparison.md");
  const faster = await benchHere([
    "compare",
    path,
    join(out, base),
    "--json",
    `--markdown=${markdown}`,
  ]);
  expect(faster.code).toBe(0);
  expect(JSON.parse(faster.stdout)).toMatchObject({
    pairing: "unpaired",
    refusals: [],
    cases: [{ name: "node-http:bare", verdict: "faster" }],
  });
  expect(await readFile(markdown, "utf8")).toContain("| node-http:bare |");
});

test("another machine is refused with the reason, and forced with it", async () => {
  const here = await write("here", 10_000, 3);
  const there = await write("there", 10_000, 4, (head) => {
    head.fingerprint.cpuModel = "Z80";
    head.plan.experiment.databasePoolSize = 5;
  });
  const refused = await benchHere(["compare", here, there, `--out=${out}`]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(/^ {2}CPU model: .* in the base, Z80 in the head$/m);
  expect(refused.stderr).toMatch(/^ {2}database connections: 22 in the base, 5 in the head$/m);
  const forced = await benchHere(["compare", here, there, "--force", `--out=${out}`]);
  expect(forced.code).toBe(0);
  expect(forced.stdout).toMatch(/NOT COMPARABLE, forced: CPU model/);
});

test("a run of an older version is told apart from a broken one", async () => {
  const today = await write("today", 10_000, 5);
  const older = await write("older", 10_000, 6, (head) => {
    delete (head.plan.experiment as { protocol?: unknown }).protocol;
    head.arguments = ["--stack=fastify"];
  });
  const { code, stderr } = await benchHere(["compare", older, today, `--out=${out}`]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/An older stackbench .*wrote this run/);
  expect(stderr).toContain(`${testedName} run --stack=fastify`);
  const shown = await benchHere(["report", older, `--out=${out}`]);
  expect(shown.code).toBe(2);
  expect(shown.stderr).toMatch(/An older stackbench .*wrote this run/);
  const broken = await write("broken", 10_000, 7, (head) => {
    delete (head as { seed?: unknown; plan?: unknown }).plan;
  });
  const other = await benchHere(["compare", today, broken, `--out=${out}`]);
  expect(other.code).toBe(2);
  expect(other.stderr).not.toMatch(/older stackbench/);
});

test.each([
  [["one"], /expected two runs, the base and the head, got 1/],
  [["one", "two"], /unknown run "one"/],
])("compare %j is wrong usage", async (args, message) => {
  expect(await usageErrorOf(["compare", ...args, `--out=${out}`])).toMatch(message);
});
