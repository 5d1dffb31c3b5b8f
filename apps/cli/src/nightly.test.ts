import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();

const short = [
  "--driver=process",
  "--no-calibration",
  "--duration=0.5",
  "--warmup=0",
  "--rounds=2",
];
const nightly = (...words: string[]) => runBench(["nightly", ...short, ...words, `--out=${out}`]);

interface Told {
  runId: string;
  rows: { status: string }[];
  history: { nights: { runId: string }[]; groups: { lines: object[] }[] };
}

test("a nightly run is a night of the history, and what it measured and what changed are one JSON object", async () => {
  const { code, stdout, stderr } = await nightly("--stack=node-http:bare,fastify:bare", "--json");
  const { runId, rows, history } = JSON.parse(stdout) as Told;
  expect(rows).toHaveLength(2);
  // On a busy machine so short a run may have no valid window; then it says why it is no night.
  if (rows.some(({ status }) => status !== "measured")) {
    expect(stderr).toContain(`${runId} may not enter the history`);
    return;
  }
  expect(heldCodes).toContain(code);
  expect(history.nights).toMatchObject([{ runId }]);
  expect(history.groups[0]!.lines).toHaveLength(2);
  expect(await readdir(join(out, "history"))).toHaveLength(1);
});

test("a run of one variant has nothing to stand beside: it is told, and no night", async () => {
  const { code, stdout, stderr } = await nightly("--stack=node-http:bare", "--json");
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as Told).rows).toHaveLength(1);
  expect(stderr).toContain("may not enter the history: expected the anchor node-http:bare");
});

test("its protocol is the nightly one where nothing else is said", async () => {
  const { code, stdout } = await runBench([
    "nightly",
    "--driver=process",
    "--no-calibration",
    "--stack=node-http:bare,fastify:bare",
    "--dry-run",
    "--json",
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    experiment: { protocol: { name: "nightly" }, durationSeconds: 5 },
  });
});
