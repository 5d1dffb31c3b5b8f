import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder for the runs of a test file, gone behind its last test. To be asked for outside of tests. */
export function temporaryResults(): string {
  const out = realpathSync(mkdtempSync(join(tmpdir(), "stackbench-results-")));
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  return out;
}
