import { exitCodes } from "@stackbench/terminal";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { testedFrom, testedProgram } from "./testing/tested-program.ts";
import { writeOwnStack } from "./testing/write-own-stack.ts";

const place = mkdtempSync(join(tmpdir(), "stackbench-closed-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const out = join(place, "runs");
const folder = join(place, "my-app");
writeOwnStack(folder);

const quick = [
  "--driver=process",
  "--stack",
  folder,
  "--no-calibration",
  "--connections=4",
  "--duration=0.3",
  "--warmup=0",
  `--out=${out}`,
];

test("a run whose stderr is closed takes everything down, and keeps its windows", async () => {
  const child = spawn(process.execPath, [testedProgram, ...quick, "--rounds=3"], {
    cwd: testedFrom,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (part) => {
    stderr += part;
    if (stderr.includes("[1/6]")) child.stderr.destroy();
  });
  const [code] = (await once(child, "exit")) as [number | null];
  expect(code).toBe(exitCodes.interrupted);
  const [runId] = readdirSync(out);
  const journal = readFileSync(join(out, runId!, "journal.jsonl"), "utf8");
  expect(journal.split("\n").filter((line) => line.includes('"windowId"')).length).toBeGreaterThan(
    0,
  );
  const clean = await runBench(["clean", "--expect-nothing"]);
  expect(clean.code, clean.stderr).toBe(exitCodes.ok);
});

test("a reader that has seen enough of stdout is no error", async () => {
  const child = spawn(process.execPath, [testedProgram, "list"], {
    cwd: testedFrom,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (part) => (stderr += part));
  const [code] = (await once(child, "exit")) as [number | null];
  expect([code, stderr]).toEqual([exitCodes.ok, ""]);
});

test("a terminal that is closed twice over, by the kernel and by pnpm, is taken down in order all the same", async () => {
  let isClosed = false;
  const { code, stderr } = await runBench([...quick, "--rounds=3"], (text, kill) => {
    if (isClosed || !text.includes("[1/6]")) return;
    isClosed = true;
    kill("SIGHUP");
    setTimeout(() => kill("SIGHUP"), 20);
  });
  expect(code).toBe(exitCodes.interrupted);
  expect(stderr).toContain("taking everything down");
  expect(stderr).not.toContain("stopped at once");
});
