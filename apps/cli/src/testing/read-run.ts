import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunRecord } from "@stackbench/model";

/** As the program tells it before it measures. */
export function runIdIn(stderr: string): string {
  return /run (\d{8}-\d{6}-\w+)/.exec(stderr)![1]!;
}

/** What a run left on file; `out`: the folder of its results. */
export async function recordIn(out: string, runId: string): Promise<RunRecord> {
  return JSON.parse(await readFile(join(out, runId, "run.json"), "utf8")) as RunRecord;
}

/** The same of the run that a program told of. */
export function recordOf(out: string, { stderr }: { stderr: string }): Promise<RunRecord> {
  return recordIn(out, runIdIn(stderr));
}
