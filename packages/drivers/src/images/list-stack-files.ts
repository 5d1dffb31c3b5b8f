import type { ContextFile } from "./context-file.ts";
import { readIgnoreRules } from "./ignore-rules.ts";
import type { LeftOut } from "./left-out.ts";
import { listFiles } from "./list-files.ts";

/** The files of a stack's folder that go into its image, and those that do not. Throws StackFailure (stage `image`). */
export async function listStackFiles(
  directory: string,
  place: string,
): Promise<{ files: ContextFile[]; leftOut: LeftOut[] }> {
  const { absence, hasExceptions } = await readIgnoreRules(directory);
  const leftOut: LeftOut[] = [];
  const files = await listFiles(directory, place, (path, isFolder) => {
    const why = absence(path);
    // What may go in from a folder that is left out is known of each file alone.
    if (why === undefined || (isFolder && hasExceptions)) return false;
    if (!path.endsWith(".dockerignore")) leftOut.push({ path, absence: why });
    return true;
  });
  return { files, leftOut };
}
