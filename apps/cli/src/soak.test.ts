import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();

const servers = "./packages/reference-servers/reference-servers";
const soak = (...variants: string[]): string[] => [
  "soak",
  `--stack=${variants.map((variant) => `${servers}:${variant}`).join(",")}`,
  "--driver=process",
  "--rate=300",
  "--connections=16",
  "--duration=12s",
  "--warmup=2s",
  "--no-calibration",
  `--out=${out}`,
];

interface Told {
  variant: string;
  answer: string;
  growth: {
    bytesPer1000Requests: { estimate: number; interval: { low: number; high: number } };
  } | null;
  churn: { started: number; ended: number };
  throughput: number;
  seconds: number;
  memory: { overTime: { bytes: number[] }[] };
}

test("the growth of a server that keeps 16 KiB of each request, and the restarts of one that ends after 1,000", async () => {
  const markdown = join(out, "soak.md");
  const args = [...soak("leak", "leak-recycled"), "--json", `--markdown=${markdown}`];
  const { code, stdout, stderr } = await runBench(args);
  expect([...heldCodes, 4], stderr).toContain(code);
  const { soaks } = JSON.parse(stdout) as { soaks: Told[] };
  const [leak, recycled] = soaks;

  const truth = 1000 * 16_384;
  const { estimate, interval } = leak!.growth!.bytesPer1000Requests;
  expect(estimate / truth).toBeGreaterThan(0.9);
  expect(estimate / truth).toBeLessThan(1.1);
  expect(interval.low).toBeLessThan(1.1 * truth);
  expect(interval.high).toBeGreaterThan(0.9 * truth);
  expect(leak!.churn).toMatchObject({ started: 0, ended: 0 });
  const { bytes } = leak!.memory.overTime[0]!;
  expect(bytes.length).toBeGreaterThan(20);
  expect(bytes.length).toBeLessThan(300);

  // One in 1,000 answers, the two ends of the window aside.
  const ends = (recycled!.throughput * recycled!.seconds) / 1000;
  expect(Math.abs(recycled!.churn.ended - ends)).toBeLessThanOrEqual(1.5);
  expect(Math.abs(recycled!.churn.started - recycled!.churn.ended)).toBeLessThanOrEqual(1);
  expect(recycled!.answer).toContain(" started and ");

  expect(await readFile(markdown, "utf8")).toContain(leak!.answer.slice(0, 20));
  // The run knows what it was held for, whoever reads it.
  const report = await benchHere(["report", "--json", `--out=${out}`]);
  const { conclusion } = JSON.parse(report.stdout) as { conclusion: { soaks: Told[] } };
  expect(conclusion.soaks).toEqual(soaks);
});

test("a run that was killed in its second sitting is gone on with, and keeps what it had", async () => {
  let isKilled = false;
  const args = soak("null", "constant").map((word) =>
    word === "--duration=12s" ? "--duration=10s" : word,
  );
  const first = await runBench(args, (stderr, kill) => {
    if (isKilled || !stderr.includes("[1/2]")) return;
    isKilled = true;
    kill("SIGKILL");
  });
  expect(first.code).toBeNull();
  const runId = /^run (\S+)$/m.exec(first.stderr)![1]!;
  const before = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  expect(before.match(/"type":"window"/g)).toHaveLength(1);
  const rest = await runBench(["run", "--resume", runId, "--json", `--out=${out}`]);
  expect(heldCodes, rest.stderr).toContain(rest.code);
  const { soaks } = JSON.parse(rest.stdout) as { soaks: Told[] };
  expect(soaks).toHaveLength(2);
  for (const { growth } of soaks) expect(growth).not.toBeNull();
  const after = await readFile(join(out, runId, "journal.jsonl"), "utf8");
  expect(after.startsWith(before)).toBe(true);
  expect(after.match(/"type":"window"/g)).toHaveLength(2);
});

test("an ordinary run follows no process's memory, and a dry run of a soak says that it would", async () => {
  const dry = await benchHere([...soak("null"), "--dry-run"]);
  const { experiment } = JSON.parse(dry.stdout) as { experiment: { seriesOf: string } };
  expect(experiment).toMatchObject({ seriesOf: "memory", rounds: 1, durationSeconds: 12 });
  const plain = await benchHere([
    "run",
    `--stack=${servers}:null`,
    "--driver=process",
    "--dry-run",
  ]);
  expect(plain.code).toBe(0);
  expect(plain.stdout + plain.stderr).not.toContain("seriesOf");
});

test.each([
  [[], /expected --stack=/],
  [["--stack=node-http:bare", "--duration=5s"], /--duration: expected 10 s or more.* got "5s"/],
  [["--stack=node-http:bare", "--windows=0"], /--windows: /],
  [["--stack=node-http:bare", "--anchor=nosuch"], /--anchor: .*nosuch/],
  [["--stack=node-http:bare", "--order=sequential"], /order/],
  [["--stack=nosuch"], /nosuch/],
])("soak %j is wrong usage", async (args, message) => {
  expect(await usageErrorOf(["soak", ...args])).toMatch(message);
});
