import { UsageError } from "@stackbench/model";
import type { z } from "zod";

export interface ParsedLines<Entry> {
  entries: Entry[];
  /** Length in bytes of all whole lines: what is behind it was torn off by a crash and never acknowledged. */
  wholeBytes: number;
}

const lineFeed = 0x0a;

/**
 * Reads the bytes of a file of one JSON object a line. A torn last line (no line feed, or no JSON) is left out; anything
 * else that is wrong throws UsageError with line and field. `path` is for the message only.
 */
export function parseLines<Schema extends z.ZodType>(
  bytes: Buffer,
  path: string,
  schema: Schema,
): ParsedLines<z.infer<Schema>> {
  const entries: z.infer<Schema>[] = [];
  let from = 0;
  for (let line = 1; from < bytes.length; line++) {
    const end = bytes.indexOf(lineFeed, from);
    if (end === -1) break;
    const isLast = end === bytes.length - 1;
    const value = parseJson(bytes.toString("utf8", from, end));
    if (value === undefined) {
      // After a power cut a line's end may be on disk without its middle.
      if (isLast) break;
      throw new UsageError(`${path} line ${line}: expected one JSON object, got something else`);
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      throw new UsageError(`${path} line ${line}: ${describeIssue(parsed.error)}`);
    }
    entries.push(parsed.data);
    from = end + 1;
  }
  return { entries, wholeBytes: from };
}

/** The first thing wrong, field first: `window.load.seconds: expected number, received string`. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return error.message;
  const field = issue.path.map(String).join(".") || "the object";
  return `${field}: ${issue.message.replace(/^Invalid (input|option): /, "")}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
