import { readFile } from "node:fs/promises";
import { UsageError } from "@stackbench/model";
import type { z } from "zod";
import { describeIssues } from "./describe-issues.ts";

/**
 * Reads a file that a person writes. Throws UsageError naming file, field, expected and got; `missing` is what one is told
 * where there is none.
 */
export async function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  missing: string,
): Promise<z.output<Schema>> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === "ENOENT" ? missing : `cannot be read (${cause.message})`;
    throw new UsageError(`${file}: ${what}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file}: expected JSON, got: ${(cause as Error).message}`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new UsageError(describeIssues(file, json, parsed.error.issues), { cause: parsed.error });
  }
  return parsed.data;
}

/** Says the file's name before what is wrong in it. */
export async function inFile<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${file}: ${cause.message}`, { cause });
  }
}
