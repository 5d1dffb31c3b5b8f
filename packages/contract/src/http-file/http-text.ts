import { UsageError } from "@stackbench/model";

/** A file of requests, and what its parsing needs of the world. */
export interface HttpText {
  /** Its name, for messages. */
  file: string;
  text: string;
  /** UTF-8 text of a file that is named in it. Throws where there is none. */
  read(name: string): string;
  /** Now, ms since 1970. */
  nowMs: number;
  /** A random UUID, another each time that the file is read. */
  uuid: string;
}

/** A line of it, counted from 1. */
export interface Line {
  number: number;
  text: string;
  /** Where it stands, where that is no file: `--header`. */
  where?: string;
}

export function mistake(
  { file }: Pick<HttpText, "file">,
  { number, where = `${file}:${number}` }: Pick<Line, "number" | "where">,
  expected: string,
  got: string,
): UsageError {
  return new UsageError(`${where}: expected ${expected}, got ${got}`);
}
