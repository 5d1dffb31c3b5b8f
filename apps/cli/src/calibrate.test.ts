import { availableCpus } from "@stackbench/host";
import { exitCodes } from "@stackbench/terminal";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";

const [one, other] = availableCpus();

test.skipIf(other === undefined)(
  "the exit code says whether what was measured holds, as the words do",
  async () => {
    const { code, stdout, stderr } = await runBench([
      "calibrate",
      "--driver=process",
      "--short",
      "--duration=0.1",
      // Where nothing else runs neither side is at its limit with one: that is nobody's ceiling, and does not hold.
      "--connections=1",
      // The other way round than runs divide them: what is kept for those stays as it is.
      `--cpus-server=${other}`,
      `--cpus-load=${one}`,
      "--json",
    ]);
    const { path, stale } = JSON.parse(stdout) as { path: string; stale: string | null };
    rmSync(path);
    expect(code, stderr).toBe(stale === null ? exitCodes.ok : exitCodes.failed);
  },
);
