import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

const found = spawnSync(
  "python3",
  [
    "-c",
    "import sys; print('.'.join(map(str, sys.version_info[:2]))); sys.exit(sys.version_info < (3, 11))",
  ],
  { encoding: "utf8" },
);
const missing =
  found.error === undefined
    ? `found python3 ${found.stdout.trim()}, its tests need 3.11`
    : "no python3 found";

describe("the code that Python stacks share", () => {
  // Nothing has to be installed: what needs a library is tested by the verifier, in the stacks' images.
  test.skipIf(found.status !== 0)(
    found.status === 0 ? "passes its unit tests" : `is not tested here: ${missing}`,
    () => {
      const run = spawnSync(
        "python3",
        ["-m", "unittest", "discover", "--start-directory=tests", "--top-level-directory=."],
        {
          cwd: import.meta.dirname,
          env: { ...process.env, PYTHONPATH: "src", PYTHONDONTWRITEBYTECODE: "1" },
          encoding: "utf8",
          timeout: 120_000,
        },
      );
      expect(run.status, run.stderr).toBe(0);
      // unittest of Python 3.11 calls it a success when it finds no test.
      expect(run.stderr).toMatch(/^Ran [1-9]\d* tests/m);
    },
  );
});
