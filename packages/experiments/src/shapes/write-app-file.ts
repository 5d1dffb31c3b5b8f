import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { appFileName, UsageError } from "@stackbench/model";
import type { ReadApp } from "@stackbench/session";
import { say } from "@stackbench/terminal";

/** Writes what was found by looking. Throws UsageError where there is such a file already, or none can be written. */
export async function writeAppFile({ directory, app, isWritten }: ReadApp): Promise<void> {
  const file = join(directory, appFileName);
  if (isWritten) throw new UsageError(`--init: expected no ${file}, for it would be written over`);
  const said = Object.entries(app).filter(
    ([, value]) => typeof value !== "object" || Object.keys(value).length > 0,
  );
  try {
    await writeFile(file, `${JSON.stringify(Object.fromEntries(said), null, 2)}\n`, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`--init: ${file} cannot be written (${(cause as Error).message})`, {
      cause,
    });
  }
  say(`wrote ${file}`);
}
