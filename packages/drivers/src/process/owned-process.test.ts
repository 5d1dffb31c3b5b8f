import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LineRing, longestLogLineBytes } from "@stackbench/lines";
import { serviceEnding } from "./end-members.ts";
import { Holding } from "./holding.ts";
import { startProcess } from "./owned-process.ts";
import { findPinningTools } from "./pinning.ts";

/** Writes 100 MB to both, as fast as they are taken, and tells whether that was ever refused. */
const flood = (lineEnd: string) => `
  const piece = Buffer.from("x".repeat(1000) + ${JSON.stringify(lineEnd)});
  let left = 100_000;
  const write = (error) => {
    if (error) { process.exitCode = 3; return; }
    if (left-- > 0) (left % 2 ? process.stdout : process.stderr).write(piece, write);
  };
  write();`;

test.each(["", "\n"])(
  "100 MB of log, with %j behind each 1000 bytes, are taken and let go",
  async (lineEnd) => {
    const stateDirectory = mkdtempSync(join(tmpdir(), "stackbench-state-"));
    const holding = new Holding(stateDirectory, "sitting r1/x:y of run z", serviceEnding);
    onTestFinished(async () => {
      await holding.release();
      rmSync(stateDirectory, { recursive: true, force: true });
    });
    const log = new LineRing();
    const before = process.memoryUsage().rss;
    const owned = await startProcess(holding, {
      command: [process.execPath, "-e", flood(lineEnd)],
      directory: "/",
      environment: {},
      cpus: undefined,
      files: {},
      tools: findPinningTools(),
      longestLineBytes: longestLogLineBytes,
      input: "ignore",
      onOutput: (line) => log.push(line),
      onError: (line) => log.push(line),
    });
    expect(await owned.exit).toEqual({ code: 0, signal: null });
    const kept = log.last(1000);
    expect(kept).toHaveLength(lineEnd === "" ? 2 : 200);
    expect(new Set(kept)).toEqual(
      new Set([lineEnd === "" ? `${"x".repeat(longestLogLineBytes)}…` : "x".repeat(1000)]),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(80e6);
  },
);
