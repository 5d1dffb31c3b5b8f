import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JournalEntry } from "@stackbench/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";

/** What a run would only find out at its end is refused at its start: nothing here but the first run measures. */
const asked = ["--driver=process", "--stack=node-http:bare", "--seed=7", "--no-calibration"];
const times = ["--rounds=1", "--duration=0.5", "--warmup=0"];
let out: string;
let measured: JournalEntry[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-baseline-"));
  const { stdout, stderr } = await runBench([...asked, ...times, "--json", `--out=${out}`]);
  expect(stdout, stderr).toContain("runId");
  const { runId } = JSON.parse(stdout) as { runId: string };
  const text = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  measured = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JournalEntry);
  await write("sound", []);
  await write("disturbed", [{ kind: "steal", severity: "invalid", message: "30 % stolen" }]);
}, 120_000);
afterAll(() => rm(out, { recursive: true }));

type Measured = Extract<JournalEntry, { type: "window" }>["window"] & { status: "measured" };

/** The run that was measured, under another name and with these cautions on every window. */
async function write(runId: string, cautions: Measured["cautions"]): Promise<void> {
  const entries = structuredClone(measured);
  for (const entry of entries) {
    if (entry.type === "head") entry.head.runId = runId;
    if (entry.type === "window" && entry.window.status === "measured") {
      entry.window.cautions = cautions;
    }
  }
  await mkdir(join(out, runId));
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  await writeFile(join(out, runId, "journal.jsonl"), lines.join(""));
}

test.each([
  ["that is not there", [...times, "--baseline=nobody"], /unknown run "nobody"/],
  [
    "of other windows",
    ["--rounds=1", "--baseline=sound"],
    /length of a window: 0\.5 s in the base/,
  ],
  [
    "without a common case",
    [...times, "--workload=hash-sort", "--baseline=sound"],
    /a case in common, got node-http:bare\/hello/,
  ],
  ["without a valid window", [...times, "--baseline=disturbed"], /a valid window, got none of 1/],
])("a baseline %s is refused before anything is measured", async (_, options, message) => {
  const before = await readdir(out);
  expect(await usageErrorOf([...asked, ...options, `--out=${out}`])).toMatch(message);
  expect(await readdir(out)).toEqual(before);
});

test("a plan that is only shown tells it too, and --force allows what may be forced", async () => {
  const options = ["--rounds=1", "--baseline=sound", "--dry-run", `--out=${out}`];
  expect((await benchHere([...asked, ...options])).code).toBe(2);
  expect((await benchHere([...asked, ...options, "--force"])).code).toBe(0);
});

test("a run without one valid window ends with a code of its own", async () => {
  const report = await benchHere(["report", "disturbed", "--json", `--out=${out}`]);
  expect(report.code).toBe(5);
  expect(JSON.parse(report.stdout)).toMatchObject({ rows: [{ status: "invalid" }] });
  expect((await benchHere(["report", "sound", `--out=${out}`])).code).toBe(0);
  const compared = await benchHere(["compare", "sound", "disturbed", `--out=${out}`]);
  expect(compared.code).toBe(5);
});

test.each([
  [["--out=file/results"], /--out=.*expected a folder.*file is a file/],
  [["--force"], /--force: expected --baseline=/],
  [["--resume=sound", "--baseline=sound"], /expected no --baseline; compare when it is complete/],
  [["--resume=sound", "--dry-run"], /expected no --dry-run/],
  [["compare", "sound", "disturbed", "--markdown=nowhere/c.md"], /--markdown=.*is there/],
  [["compare", "sound", "disturbed", "--markdown=."], /--markdown=.*got a folder/],
  [
    ["factors", "--stack=node-http", "--driver=process", "--generator=hey", "--workload=items"],
    /--generator=hey: /,
  ],
  [["ab", "--base=HEAD", "--stack=node-http:bare", "--seed=x"], /--seed: expected/],
])("%j is refused before anything is measured", async (args, message) => {
  await writeFile(join(out, "file"), "");
  const placed = args.map((argument) =>
    argument.replace(/^(--out|--markdown)=(.*)$/, (_, name, path) => `${name}=${join(out, path)}`),
  );
  const own = placed.some((argument) => argument.startsWith("--out=")) ? [] : [`--out=${out}`];
  expect(await usageErrorOf([...placed, ...own])).toMatch(message);
});
