import { chmodSync, lstatSync, mkdirSync } from "node:fs";

/**
 * The folder, made where it is missing, if nobody but this user can have put anything into it: a folder of its own, not
 * a link, that others may neither read nor write. Undefined otherwise. Never throws.
 */
export function ownFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const before = lstatSync(path);
    if (!before.isDirectory() || before.uid !== process.getuid?.()) return undefined;
    // What others could write to before may hold what they wrote.
    if ((before.mode & 0o022) !== 0) return undefined;
    if ((before.mode & 0o077) !== 0) chmodSync(path, 0o700);
    return path;
  } catch {
    return undefined;
  }
}
