import { readFileSync } from "node:fs";

/** Key of the page size in the auxiliary vector (AT_PAGESZ, see getauxval(3)). */
const pageSizeKey = 6n;
let known: number | undefined;

/** Size of a memory page on this machine, bytes; 4096 where it cannot be read. */
export function pageBytes(): number {
  known ??= read() ?? 4096;
  return known;
}

function read(): number | undefined {
  try {
    const vector = readFileSync("/proc/self/auxv");
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === pageSizeKey) return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
    // No such file outside Linux.
  }
  return undefined;
}
