import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Night, RunRecord } from "@stackbench/model";
import { runOf } from "@stackbench/report/testing";
import { benchHere } from "./testing/bench-here.ts";
import { testedName } from "./testing/tested-program.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";

/** `bench history` on made-up runs: night after night, fastify 10 % slower from some night on. */
let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-history-"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

const runIdOf = (night: number): string => `202601${String(night).padStart(2, "0")}-010000-0a1b`;
const startOf = (night: number): string => new Date(Date.UTC(2026, 0, night, 1)).toISOString();
/** No two nights are the same. */
const noiseOf = (night: number): number => ((night * 7) % 5) * 40;

/** A run on file. */
async function write(
  night: number,
  fastify: number,
  run: Partial<RunRecord> = {},
): Promise<string> {
  const rounds = (usual: number) => [1, 2, 3].map((round) => ({ throughput: usual + round }));
  const runId = runIdOf(night);
  const record = runOf({
    cases: [
      { variant: "node-http:bare", workload: "hello", rounds: rounds(20_000) },
      { variant: "fastify:bare", workload: "hello", rounds: rounds(fastify + noiseOf(night)) },
    ],
    run: { runId, startedAt: startOf(night), ...run },
  });
  await mkdir(join(out, runId), { recursive: true });
  await writeFile(join(out, runId, "run.json"), JSON.stringify(record));
  return runId;
}

/** A line of the history as another one, with another speed of fastify. */
function nightLike(line: string, night: number, fastify: number): string {
  const { cases, ...head } = JSON.parse(line) as Night;
  const changed = cases.map((one) => {
    if (one.ratio === null) return one;
    const figure = fastify + noiseOf(night);
    const throughput = { ...one.throughput, estimate: figure };
    return { ...one, throughput, ratio: { ...one.ratio, estimate: figure / 20_000 } };
  });
  const like = { ...head, runId: runIdOf(night), startedAt: startOf(night), cases: changed };
  return `${JSON.stringify(like)}\n`;
}

const bench = (...words: string[]) => benchHere(["history", ...words, `--out=${out}`]);

test("runs become nights; on the night on which a step is known the exit code is 3, and 0 on the next", async () => {
  const empty = await bench();
  expect(empty).toMatchObject({ code: 0 });
  expect(empty.stdout).toContain("no night yet");
  expect(await bench("add", await write(1, 15_000))).toMatchObject({ code: 0 });
  expect(await readdir(join(out, "history"))).toEqual(["2026-01.jsonl"]);
  const path = join(out, "history", "2026-01.jsonl");
  const first = (await readFile(path, "utf8")).trim();
  for (let night = 2; night <= 20; night++) {
    await appendFile(path, nightLike(first, night, night <= 15 ? 15_000 : 13_500));
  }
  expect(await bench()).toMatchObject({ code: 0 });
  // Six nights after the step.
  const known = await bench("add", await write(21, 13_500), "--json");
  expect(known.code).toBe(3);
  expect(JSON.parse(known.stdout)).toMatchObject({
    gotSlower: true,
    news: [expect.stringContaining("fastify:bare")],
  });
  const shown = await bench("add", await write(22, 13_500));
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(/^fastify:bare +22 .*slower since 2026-01-16/m);
});

test("a run enters once, and only when it has ended", async () => {
  const twice = await bench("add", await write(1, 15_000));
  expect(twice).toMatchObject({ code: 2, stdout: "" });
  expect(twice.stderr).toContain("20260101-010000-0a1b is in the history already");
  const open = await bench("add", await write(28, 15_000, { outcome: "unfinished" }));
  expect(open).toMatchObject({ code: 2, stdout: "" });
  expect(open.stderr).toContain(`${testedName} run --resume 20260128-010000-0a1b`);
});

test.each([
  [["add"], /expected nothing, or `add` and one run/],
  [["ad", "x"], /expected nothing, or `add` and one run/],
  [["add", "nowhere"], /unknown run "nowhere"/],
])("history %j is wrong usage", async (words, message) => {
  expect(await usageErrorOf(["history", ...words, `--out=${out}`])).toMatch(message);
});
