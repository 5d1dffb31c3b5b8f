import { exitCodes } from "@stackbench/terminal";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { writeOwnStack } from "./testing/write-own-stack.ts";

const place = mkdtempSync(join(tmpdir(), "stackbench-resume-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const out = join(place, "my runs");

const folder = join(place, "my-app");
writeOwnStack(folder);

test("an interrupted run is found again by the command it prints, and refused under other conditions", async () => {
  let isStopped = false;
  const first = await runBench(
    [
      "--stack",
      folder,
      "--driver=process",
      "--workload=hello",
      "--no-calibration",
      "--rounds=3",
      "--connections=4",
      "--duration=0.3",
      "--warmup=0",
      `--out=${out}`,
    ],
    (stderr, kill) => {
      if (isStopped || !stderr.includes("[1/6]")) return;
      isStopped = true;
      kill("SIGINT");
    },
  );
  expect(first.code, first.stderr).toBe(exitCodes.interrupted);
  const [, runId] = /--resume (\S+) --out='[^']+my runs'$/m.exec(first.stderr) ?? [];
  expect(runId, first.stderr).toBeDefined();

  const journal = join(out, runId!, "journal.jsonl");
  const kernel = /"kernel":"([^"]+)"/.exec(readFileSync(journal, "utf8"))![1]!;
  const asMeasured = readFileSync(journal, "utf8");
  writeFileSync(journal, asMeasured.replace(`"kernel":"${kernel}"`, '"kernel":"Other 1"'));
  const refused = await runBench(["run", "--resume", runId!, `--out=${out}`]);
  expect(refused.code).toBe(exitCodes.usage);
  expect(refused.stderr).toContain(`kernel: Other 1, then ${kernel}`);
  expect(refused.stderr).toContain("--force");
  expect(readFileSync(journal, "utf8")).not.toContain('"type":"resumed"');

  const forced = await runBench(["run", "--resume", runId!, "--force", `--out=${out}`]);
  expect(heldCodes, forced.stderr).toContain(forced.code);
  expect(forced.stdout).toContain("changed-conditions");
  expect(forced.stdout.replaceAll(/\s+/g, " ")).toContain(`kernel: Other 1, then ${kernel}`);
});
