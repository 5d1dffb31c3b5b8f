import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { thisHost } from "@stackbench/host";
import { programGroup } from "./program-group.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-group-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

// A zombie is not alive: whether somebody reaps it is not ours to say.
const isAlive = (pid: number): boolean => thisHost().startTime(pid) !== undefined;

it("ends a shell script with all that it started, after it has cleared up", async () => {
  const person = new AbortController();
  // As debootstrap: a child in the foreground, one that hears no SIGTERM, and something to clear up.
  const script = `trap 'touch cleared; exit 143' TERM
(trap '' TERM; exec sleep 600) & echo $! >deaf
sleep 600 & echo $! >pid.new; mv pid.new pid; wait $!`;
  const group = programGroup("sh", ["-c", script], person.signal, { cwd: directory });
  await expect.poll(() => existsSync(join(directory, "pid"))).toBe(true);
  const pids = ["pid", "deaf"].map((name) => Number(readFileSync(join(directory, name), "utf8")));
  expect(pids.map(isAlive)).toEqual([true, true]);
  person.abort();
  expect(await group).toMatchObject({ failed: true, exitCode: 143 });
  expect(existsSync(join(directory, "cleared"))).toBe(true);
  await expect.poll(() => pids.map(isAlive)).toEqual([false, false]);
});

it("starts nothing that is not ended at once where it was aborted before", async () => {
  const late = programGroup("sleep", ["600"], AbortSignal.abort(), {});
  expect((await late).signal).toBe("SIGTERM");
});
