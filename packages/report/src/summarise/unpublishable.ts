import type { RunRecord } from "@stackbench/model";
import type { Table } from "../table.ts";

/** Words that would tell of a machine or a person: its name, folders. */
export type PrivateWords = readonly string[];

/** Why a run may not be shown to others as it is, a sentence each; none where it may. Pure. */
export function unpublishableFor(
  record: RunRecord,
  table: Table,
  privateWords: PrivateWords,
): string[] {
  const { fingerprint, outcome, calibration, sources } = record;
  const commit = fingerprint.harnessCommit;
  return [
    ...(outcome === "complete" ? [] : [`the run is ${outcome}: go on with --resume first`]),
    ...(commit === null ? ["the harness was no checkout, so nobody can find its code"] : []),
    ...(commit?.endsWith("-dirty")
      ? ["the harness had changes that are in no commit, so nobody can find its code"]
      : []),
    ...(calibration === null
      ? ["it is not known what the generator could do (--no-calibration)"]
      : []),
    ...(sources && sources.from === "servers"
      ? ["it is of servers that already ran, of which nobody knows what they were"]
      : []),
    ...table.rows
      .filter(({ status, rank }) => status !== "measured" && rank !== null)
      .map(({ key, status }) => `${key} is ${status}, and has a place`),
    ...placesOf(record, privateWords),
  ];
}

/** Where such a word stands, each once. */
function placesOf(record: RunRecord, words: PrivateWords): string[] {
  const found = new Map<string, string>();
  visit(record, "", (path, text) => {
    const word = words.find((one) => text.includes(one));
    if (word !== undefined && !found.has(word)) found.set(word, path);
  });
  return [...found].map(([word, path]) => `${path} names "${word}", which is of this machine`);
}

function visit(value: unknown, path: string, look: (path: string, text: string) => void): void {
  if (typeof value === "string") return look(path, value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    look(path, key);
    visit(member, path === "" ? key : `${path}.${key}`, look);
  }
}
