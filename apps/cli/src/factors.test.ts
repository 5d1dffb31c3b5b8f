import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exitCodes } from "@stackbench/terminal";
import { benchHere } from "./testing/bench-here.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();

test("what would be compared is told as JSON too", async () => {
  const { code, stdout } = await benchHere([
    "factors",
    "--stack=node-http,fastify:bare",
    "--vary=framework",
    "--driver=process",
    "--dry-run",
    "--json",
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    steps: [
      {
        factor: "framework",
        from: "fastify:bare",
        to: "node-http:bare",
        fromValue: expect.any(String) as string,
        toValue: expect.any(String) as string,
      },
    ],
  });
});

test("variants that differ in one factor are measured in the same rounds, and two rounds resolve nothing", async () => {
  const markdown = join(out, "steps.md");
  const { code, stdout, stderr } = await runBench([
    "factors",
    "--stack=node-http,fastify:bare",
    "--vary=workers,framework",
    "--driver=process",
    "--rounds=2",
    "--duration=0.5",
    "--warmup=0",
    "--no-calibration",
    "--json",
    `--markdown=${markdown}`,
    `--out=${out}`,
  ]);
  expect(heldCodes).toContain(code);
  const { cases } = JSON.parse(stdout) as {
    cases: {
      step: { factor: string; from: string; to: string };
      base: { median: number; rounds: number };
      verdict: string;
    }[];
  };
  expect(
    cases.map(({ step: { factor, from, to }, verdict }) => [factor, from, to, verdict]).toSorted(),
  ).toEqual([
    ["framework", "fastify:bare", "node-http:bare", "unresolved"],
    ["workers", "node-http:bare", "node-http:cluster", "unresolved"],
  ]);
  for (const { base } of cases) {
    expect(base.median).toBeGreaterThan(0);
    expect(base.rounds).toBe(2);
  }
  expect(stderr).toContain("left out: node-http:nginx");
  const told = await readFile(markdown, "utf8");
  // In a sentence first, whatever it is that keeps it from being told.
  expect(told).toMatch(/^- .*\bfastify:bare and node-http:bare /m);
  expect(told).toContain("workers 1 → cpus");

  // The run knows what it was held for, whoever reads it.
  const report = await benchHere(["report", "--json", `--out=${out}`]);
  expect((JSON.parse(report.stdout) as { conclusion: { cases: object } }).conclusion.cases).toEqual(
    cases,
  );
});

test("an interrupted run of factors is gone on with, and concludes as one", async () => {
  let isStopped = false;
  const options = ["--driver=process", "--rounds=2", "--duration=0.3", "--warmup=0"];
  const first = await runBench(
    [
      "factors",
      "--stack=node-http,fastify:bare",
      "--vary=framework",
      "--no-calibration",
      ...options,
      `--out=${out}`,
    ],
    (stderr, kill) => {
      if (isStopped || !stderr.includes("[1/4]")) return;
      isStopped = true;
      kill("SIGINT");
    },
  );
  expect(first.code, first.stderr).toBe(exitCodes.interrupted);
  const [, runId] = /--resume (\S+) --out=/.exec(first.stderr) ?? [];
  const rest = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
  expect(heldCodes, rest.stderr).toContain(rest.code);
  expect(JSON.parse(rest.stdout)).toMatchObject({
    runId,
    cases: [{ step: { from: "fastify:bare", to: "node-http:bare" } }],
  });
});

test.each([
  [[], /expected --stack=/],
  [["--stack=node-http", "--vary=colour"], /--vary: .*colour/],
  [["--stack=node-http:bare", "--vary=workers"], /at least two variants .* got node-http:bare/],
  [["--stack=nosuch"], /nosuch/],
  [["--stack=node-http", "--anchor=node-http:bare"], /anchor/],
])("factors %j is wrong usage", async (args, message) => {
  expect(await usageErrorOf(["factors", ...args])).toMatch(message);
});
