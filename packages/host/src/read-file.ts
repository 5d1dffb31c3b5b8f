import { closeSync, openSync, readSync } from "node:fs";

const usual = Buffer.alloc(256 * 1024);

/**
 * The text of a kernel file, or undefined where it cannot be read. Cheaper than readFileSync: kernel files have no size
 * to ask for, and one buffer serves all but long tables of sockets.
 */
export function readText(path: string, encoding: "latin1" | "utf8" = "latin1"): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    let buffer = usual;
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      // A short read of a kernel file may still have a next part; an empty one is its end.
      if (count === 0) return buffer.toString(encoding, 0, length);
      if (length === buffer.length) buffer = Buffer.concat([buffer], 2 * length);
    }
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** A file that holds one number; undefined where it cannot be read or holds a word (`max`). */
export function readNumber(path: string): number | undefined {
  const text = readText(path)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The number behind `key` in a file of lines `key number`; undefined where there is none. */
export function valueOf(text: string | undefined, key: string): number | undefined {
  if (text === undefined) return undefined;
  const at = text.startsWith(`${key} `) ? 0 : text.indexOf(`\n${key} `) + 1;
  if (at === 0 && !text.startsWith(`${key} `)) return undefined;
  const value = Number.parseInt(text.slice(at + key.length + 1), 10);
  return Number.isNaN(value) ? undefined : value;
}
