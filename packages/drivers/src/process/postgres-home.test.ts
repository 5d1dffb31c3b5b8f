import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { databaseEnding } from "./end-members.ts";
import { Holding } from "./holding.ts";
import { makePostgresHome } from "./postgres-home.ts";

test.runIf(process.getuid?.() === 0)(
  "root's server gets a directory that its unprivileged user can reach",
  async () => {
    const stateDirectory = mkdtempSync(join(tmpdir(), "stackbench-state-"));
    // mkdtemp makes it for its owner alone.
    const closed = mkdtempSync(join(tmpdir(), "stackbench-closed-"));
    vi.stubEnv("TMPDIR", closed);
    const holding = new Holding(stateDirectory, "a trial", databaseEnding);
    try {
      const home = await makePostgresHome(holding);
      expect(home.directory.startsWith(closed)).toBe(false);
      const user = /^nobody:[^:]*:(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
      expect(home.user?.uid).toBe(Number(user?.[1] ?? 65_534));
      expect(statSync(join(home.directory, "data"))).toMatchObject({ uid: home.user?.uid });
      await holding.release();
      expect(existsSync(home.directory)).toBe(false);
    } finally {
      vi.unstubAllEnvs();
      await holding.release();
      for (const path of [stateDirectory, closed]) rmSync(path, { recursive: true });
    }
  },
);
