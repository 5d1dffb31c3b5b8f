import { createGenerator, generatorIds } from "@stackbench/session";
import type { RowsJson } from "@stackbench/report";
import { expect, test } from "vitest";
import { held } from "./testing/quick-rows.ts";
import { runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();

async function measure(...options: string[]): Promise<RowsJson["rows"]> {
  const { stdout } = await runBench([
    "--driver=docker",
    "--stack=nginx:one",
    "--rounds=1",
    "--duration=1",
    "--warmup=0.2",
    "--no-calibration",
    "--json",
    `--out=${out}`,
    ...options,
  ]);
  return (JSON.parse(stdout) as RowsJson).rows;
}

test.each(generatorIds)("%s measures from inside the pod", async (generator) => {
  const [row] = await measure(`--generator=${generator}`);
  expect(held(row!.status)).toBe("measured");
  expect(row).toMatchObject({ generator, errorShare: 0 });
  expect(row!.throughput!.median).toBeGreaterThan(0);
  // hey and ab tell no service time that could be used: absent, not zero.
  expect(row!.serviceTime === null).toBe(
    createGenerator(generator).traits.latencyOrigins.closed === null,
  );
});

test("a cross-check shows both generators and how far they disagree", async () => {
  const rows = await measure("--cross-check");
  expect(rows.map((row) => row.generator)).toEqual(["stackbench", "autocannon"]);
  expect(rows[1]!.disagreement).toEqual(expect.any(Number));
});
