import { journalEntrySchema, type JournalEntry } from "@stackbench/model";
import { parseLines, type ParsedLines } from "./parse-lines.ts";

/** Reads a journal's bytes; see `parseLines`. */
export function parseJournal(bytes: Buffer, path: string): ParsedLines<JournalEntry> {
  return parseLines(bytes, path, journalEntrySchema);
}
