import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunRecord } from "@stackbench/model";
import { runOf } from "@stackbench/report/testing";
import { runBench } from "./testing/run-bench.ts";

/** `bench history` on made-up runs: night after night, fastify 10 % slower from some night on. */
let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-history-"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

async function write(
  night: number,
  fastify: number,
  run: Partial<RunRecord> = {},
): Promise<string> {
  const startedAt = new Date(Date.UTC(2026, 0, night, 1)).toISOString();
  const runId = `${startedAt.slice(0, 10).replaceAll("-", "")}-010000-0a1b`;
  // No two nights are the same.
  const figures = (usual: number) =>
    [1, 2, 3].map((round) => ({ throughput: usual + round + 40 * ((night * 7) % 5) }));
  const record = runOf({
    cases: [
      { variant: "node-http:bare", workload: "hello", rounds: figures(20_000) },
      { variant: "fastify:bare", workload: "hello", rounds: figures(fastify) },
    ],
    run: { runId, startedAt, ...run },
  });
  await mkdir(join(out, runId), { recursive: true });
  await writeFile(join(out, runId, "run.json"), JSON.stringify(record));
  return runId;
}

const bench = (...words: string[]) => runBench(["history", ...words, `--out=${out}`]);

test("runs become nights; on the night on which a step is known the exit code is 3, and 0 on the next", async () => {
  const empty = await bench();
  expect(empty).toMatchObject({ code: 0 });
  expect(empty.stdout).toContain("no night yet");
  const codes: (number | null)[] = [];
  for (let night = 1; night <= 22; night++) {
    const added = await bench("add", await write(night, night <= 15 ? 15_000 : 13_500), "--json");
    codes.push(added.code);
  }
  // Six nights after the step.
  expect(codes.flatMap((code, index) => (code === 0 ? [] : [[index + 1, code]]))).toEqual([
    [21, 3],
  ]);
  const shown = await bench();
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(/^fastify:bare +22 .*slower since 2026-01-16/m);
  expect(await readdir(join(out, "history"))).toEqual(["2026-01.jsonl"]);
});

test("a run enters once, and only when it has ended", async () => {
  const twice = await bench("add", await write(1, 15_000));
  expect(twice).toMatchObject({ code: 2, stdout: "" });
  expect(twice.stderr).toContain("20260101-010000-0a1b is in the history already");
  const open = await bench("add", await write(28, 15_000, { outcome: "unfinished" }));
  expect(open).toMatchObject({ code: 2, stdout: "" });
  expect(open.stderr).toContain("pnpm bench run --resume 20260128-010000-0a1b");
});

test.each([
  [["add"], /expected nothing, or `add` and one run/],
  [["ad", "x"], /expected nothing, or `add` and one run/],
  [["add", "nowhere"], /unknown run "nowhere"/],
])("history %j is wrong usage", async (words, message) => {
  const { code, stdout, stderr } = await bench(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});
