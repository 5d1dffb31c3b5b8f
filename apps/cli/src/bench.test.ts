import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { isInstalled } from "./testing/tested-program.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";

/** The program as people run it, on local processes: no engine is needed. */
let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-bench-"));
});
afterAll(() => rm(out, { recursive: true }));

const quick = ["--driver=process", "--no-calibration", "--duration=0.3", "--warmup=0", "--seed=7"];

async function journalOf(runId: string): Promise<{ type: string }[]> {
  const text = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });
}

async function onlyNewRun(before: string[]): Promise<string> {
  const fresh = (await readdir(out)).filter((name) => !before.includes(name));
  expect(fresh).toHaveLength(1);
  return fresh[0]!;
}

test("a run ends with one JSON object on stdout and its artefacts on disk", async () => {
  const { code, stdout } = await runBench([
    "--stack=node-http:bare,fastify:bare",
    "--workload=hello,items",
    "--rounds=1",
    "--json",
    `--out=${out}`,
    ...quick,
  ]);
  expect(heldCodes).toContain(code);
  const result = JSON.parse(stdout) as { runId: string; rows: Record<string, never>[] };
  // A busy machine may spoil a window, which is then "invalid" and shown all the same.
  const failed = (row: Record<string, never>) => row["status"] === "failed";
  expect(result.rows.map((row) => [row["stack"], row["workload"], failed(row)]).toSorted()).toEqual(
    [
      ["fastify", "hello", false],
      ["fastify", "items", false],
      ["node-http", "hello", false],
      ["node-http", "items", false],
    ],
  );
  expect((await readdir(join(out, result.runId))).toSorted()).toEqual(
    expect.arrayContaining([
      "comparisons.csv",
      "histograms",
      "histograms.hlog",
      "journal.jsonl",
      "run.json",
      "series.csv",
      "summary.csv",
      "table.md",
      "windows.csv",
    ]),
  );
  const again = await benchHere(["report", result.runId, "--json", `--out=${out}`]);
  expect(JSON.parse(again.stdout)).toEqual(result);
  await expectFormats(result.runId);
});

/** In any format, on stdout or in a file. */
async function expectFormats(runId: string): Promise<void> {
  const asked = ["report", runId, `--out=${out}`];
  const summary = await readFile(join(out, runId, "summary.csv"), "utf8");
  const shown = await benchHere([...asked, "--format=csv", "--output=-"]);
  expect(shown.stdout).toBe(summary);
  const file = join(out, "metrics.txt");
  const written = await benchHere([...asked, "--format=openmetrics", `--output=${file}`]);
  expect(written.stdout).toBe("");
  expect(written.stderr).toContain(file);
  expect(await readFile(file, "utf8")).toMatch(/^# TYPE stackbench_run info\n[^]*\n# EOF\n$/);
  await rm(file);
}

test("a dry run prints the plan and measures nothing", async () => {
  const before = await readdir(out);
  const { code, stdout } = await benchHere(["--dry-run", "--rounds=2", `--out=${out}`, ...quick]);
  expect(code).toBe(0);
  const plan = JSON.parse(stdout) as { seed: number; sittings: { spare: boolean }[] };
  expect(plan.seed).toBe(7);
  expect(plan.sittings.filter((sitting) => !sitting.spare)).toHaveLength(6);
  expect(await readdir(out)).toEqual(before);
});

// A terminal cannot be given to a program that is started.
test.skipIf(isInstalled)(
  "to a terminal a dry run tells its words, the plan where it is asked for",
  async () => {
    const dryRun = ["--dry-run", "--rounds=2", `--out=${out}`, ...quick];
    const { isTTY } = process.stdout;
    process.stdout.isTTY = true;
    try {
      const { code, stdout, stderr } = await benchHere(dryRun);
      expect([code, stdout]).toEqual([0, ""]);
      expect(stderr).toMatch(/^plan +at most 6 sittings/m);
      expect(stderr).toContain("the plan as JSON, with every sitting and window: --json");
      const asked = await benchHere([...dryRun, "--json"]);
      expect(JSON.parse(asked.stdout)).toHaveProperty("sittings");
    } finally {
      process.stdout.isTTY = isTTY;
    }
  },
);

test.each([
  [["--stack=fastfy"], /did you mean fastify\?/],
  [["--stack=fastify:clster"], /did you mean cluster\?/],
  [["--workload=helo"], /did you mean hello\?/],
  [["--generator=wkr"], /did you mean wrk\?/],
  [["--duration=never"], /--duration: expected a duration/],
  [["--cpus-server=99"], /--cpus-server: expected CPUs out of/],
  [["--driver=process", "--stack=aiohttp:bare"], /aiohttp:bare: /],
  [["--driver=process", "--generator=hey", "--workload=items"], /--generator=hey: /],
  [
    ["--format=xml"],
    /--format: expected one of table, markdown, html, svg, csv, json, hdr, github-bigger/,
  ],
  [
    ["reproduce", "maximum-throughput", `--out=${import.meta.filename}`],
    /--out=.*: expected a folder, or a place where one can be made/,
  ],
  [["verify", "--all", "./my-app"], /expected stacks or --all.*got --all and \.\/my-app/],
  [["verify", "--cover", "fastify"], /expected stacks or --cover/],
  [["report", "--format=xml"], /--format: expected one of table, markdown/],
  [["report", "--output=/nowhere/at/all"], /--output=\/nowhere\/at\/all: expected a folder/],
  [["--baseline=x", "--format=csv"], /--baseline: expected a table or JSON/],
  [["--resume=nothing", "--rounds=3"], /expected no --rounds/],
  [["--resume=nothing"], /nothing/],
  [["frobnicate"], /expected a command or an option, got "frobnicate"; pnpm bench --help/],
  [["repotr"], /did you mean report\?/],
  [["list", "experimnts"], /did you mean experiments\?/],
  [["--frobnicate"], /unknown option --frobnicate/],
])("%j is wrong usage", async (args, message) => {
  const where = args.includes("--resume=nothing") ? [`--out=${out}`] : [];
  expect(await usageErrorOf([...args, ...where])).toMatch(message);
});

test("wrong usage ends in exit code 2, with a message, no stack trace and nothing on stdout", async () => {
  const { code, stdout, stderr } = await runBench(["--stack=fastfy"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^--stack=fastfy: .*did you mean fastify\?[^\n]*\n$/);
});

test("Ctrl-C keeps what was measured, leaves no process, and the run can be resumed", async () => {
  const before = await readdir(out);
  let interrupted = false;
  const first = await runBench(
    ["--stack=node-http:bare,fastify:bare", "--rounds=2", `--out=${out}`, ...quick],
    (stderr, kill) => {
      if (!interrupted && stderr.includes("[2/4]")) {
        interrupted = true;
        kill("SIGINT");
      }
    },
  );
  expect(first.code).toBe(130);
  expect(first.stderr).toContain("--resume");
  const runId = await onlyNewRun(before);
  const kept = (await journalOf(runId)).filter((entry) => entry.type === "window").length;
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThan(4);

  const second = await runBench(["run", "--resume", runId, "--json", `--out=${out}`]);
  expect(heldCodes).toContain(second.code);
  const journal = await journalOf(runId);
  const windows = journal.filter((entry) => entry.type === "window") as unknown as {
    window: { planned: { windowId: string } };
  }[];
  expect(windows).toHaveLength(4);
  expect(new Set(windows.map((entry) => entry.window.planned.windowId)).size).toBe(4);
});

test("SIGKILL leaves a journal that resumes, and the next start removes what was left", async () => {
  const before = await readdir(out);
  const first = await runBench(
    ["--stack=node-http:bare", "--rounds=3", `--out=${out}`, ...quick],
    (stderr, kill) => {
      if (stderr.includes("[1/3]")) kill("SIGKILL");
    },
  );
  expect(first.code).toBeNull();
  const runId = await onlyNewRun(before);
  // By its path, from where the person stands.
  const second = await runBench(["run", `--resume=./${runId}`, "--json"], undefined, {
    INIT_CWD: out,
  });
  expect(heldCodes).toContain(second.code);
  // Windows of a fraction of a second may be invalid on a busy machine: what counts is that each is there.
  const { rows } = JSON.parse(second.stdout) as { rows: { windows: { measured: number } }[] };
  expect(rows[0]!.windows.measured).toBeGreaterThanOrEqual(3);
  const clean = await runBench(["clean", "--expect-nothing"]);
  expect(clean.code).toBe(0);
});
