import { exitCodes } from "@stackbench/terminal";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";
import { writeOwnStack } from "./testing/write-own-stack.ts";

const place = mkdtempSync(join(tmpdir(), "stackbench-capacity-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A stack outside the repository: one variant that serves, and one whose greeting is wrong. */
const folder = join(place, "greeter");
writeOwnStack(folder, { right: "Hello, world!", wrong: "Hello, moon!!" });

interface Told {
  runId: string;
  capacities: { variant: string; answer: { kind: string }; sentence: string }[];
}

const asked = (stack: string, slo: string, out: string) => [
  "capacity",
  `--stack=${stack}`,
  `--slo=${slo}`,
  "--rates=200..220",
  "--driver=process",
  "--no-calibration",
  "--duration=0.3",
  "--warmup=0",
  "--seed=1",
  "--json",
  `--out=${out}`,
];

test("an SLO that nothing keeps, and a variant that does not serve, are answers in words", async () => {
  const out = join(place, "unkept");
  const { code, stdout, stderr } = await runBench(asked(folder, "p50<0.001ms", out));
  expect(code, stderr).toBe(exitCodes.failed);
  const { capacities } = JSON.parse(stdout) as Told;
  const [right, wrong] = capacities;
  expect(right).toMatchObject({
    variant: "greeter:right",
    answer: { kind: "found", keepsPerSecond: null, failsPerSecond: 200 },
  });
  expect(right!.sentence).toMatch(
    /^greeter:right does not serve even 200 requests\/s of hello, the lowest rate that was asked, within p50 < 0.001 ms/,
  );
  expect(wrong).toMatchObject({ variant: "greeter:wrong", answer: { kind: "failed" } });
  expect(wrong!.sentence).toMatch(/does not serve: GET \/hello: expected .*Hello, world!/);
});

test("a run that was killed goes on where it was, and concludes as a capacity", async () => {
  const out = join(place, "killed");
  let isKilled = false;
  await runBench(asked(`${folder}:right`, "p99<60s", out), (stderr, kill) => {
    if (isKilled || !/^\[ *2\//m.test(stderr)) return;
    isKilled = true;
    kill("SIGKILL");
  });
  expect(isKilled).toBe(true);
  const [runId] = readdirSync(out);
  const journal = join(out, runId!, "journal.jsonl");
  const before = readFileSync(journal, "utf8").split("\n").slice(0, -1);
  const { code, stdout, stderr } = await runBench([
    "run",
    "--resume",
    runId!,
    "--json",
    `--out=${out}`,
  ]);
  expect(code, stderr).toBe(exitCodes.ok);
  const told = JSON.parse(stdout) as Told;
  expect(told.capacities[0]).toMatchObject({
    answer: { kind: "found", keepsPerSecond: 220, failsPerSecond: null, confirmed: true },
  });
  expect(readFileSync(journal, "utf8").split("\n").slice(0, before.length)).toEqual(before);
  const report = await benchHere(["report", "--json", runId!, `--out=${out}`]);
  expect((JSON.parse(report.stdout) as { conclusion: object }).conclusion).toEqual(told);
  // The answer comes first, and once; the rows below have none of their own.
  const { stdout: shown } = await benchHere(["report", runId!, `--out=${out}`]);
  const words = shown.replaceAll(/\s+/g, " ");
  expect(words.indexOf(told.capacities[0]!.sentence)).toBe(0);
  expect(words.split("serves 220 requests/s").length).toBe(2);
  expect(words).toContain("how it was measured, how to read it");
  const markdown = readFileSync(join(out, runId!, "table.md"), "utf8");
  expect(markdown).toMatch(/^# Run .*\n\n\*\*greeter:right serves 220 requests\/s of hello/);
});
