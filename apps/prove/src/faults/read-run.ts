import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalEntry, RunRecord } from "@stackbench/model";
import type { SeenRow } from "./evidence.ts";
import type { Ending } from "./program.ts";
import type { Scene } from "./scene.ts";

/** As the program said it, or the only one there is. */
export function runOf({ results, programs }: Scene, { stderr }: Ending): string | undefined {
  const [, told] = /(?:^|K)run (\d{8}-\d{6}-[0-9a-f]{4})\r?$/m.exec(stderr) ?? [];
  if (told !== undefined || programs.length > 1) return told;
  return readdirSync(results).find((name) => existsSync(join(results, name, "journal.jsonl")));
}

/** Whole lines. */
export function entriesOf(results: string, runId: string): JournalEntry[] {
  const path = join(results, runId, "journal.jsonl");
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalEntry);
}

export function rowsOf({ stdout }: Ending): SeenRow[] {
  try {
    return (JSON.parse(stdout) as { rows: SeenRow[] }).rows;
  } catch {
    return [];
  }
}

export function readRecord(path: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as RunRecord;
  } catch {
    return undefined;
  }
}
