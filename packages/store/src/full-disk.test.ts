import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError, type Journal } from "@stackbench/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRunStore } from "./create-run-store.ts";
import { headEntry, windowEntry } from "./testing/entries.ts";

const sizeBytes = 64 * 1024;

function mount(options: string): string | undefined {
  const path = mkdtempSync(join(tmpdir(), "stackbench-full-"));
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", path], { stdio: "ignore" });
    return path;
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
}

function unmount(path: string): void {
  execFileSync("/bin/umount", [path]);
  rmSync(path, { recursive: true });
}

const probe = mount(`size=${sizeBytes}`);
if (probe) unmount(probe);

/** Appends windows until one fails; gives how many stood before and the error. */
async function fill(journal: Journal): Promise<{ rounds: number; error: unknown }> {
  for (let round = 1; ; round++) {
    try {
      await journal.append(windowEntry(round));
    } catch (error) {
      return { rounds: round - 1, error };
    }
  }
}

describe.skipIf(!probe)("on a file system of 64 KiB (needs the right to mount)", () => {
  let directory: string;

  beforeEach(() => {
    directory = mount(`size=${sizeBytes}`)!;
  });
  afterEach(() => unmount(directory));

  test("a full disk in the middle of a line leaves every finished window, and space lets it go on", async () => {
    const store = createRunStore(directory);
    const filler = join(directory, "filler");
    await writeFile(filler, Buffer.alloc(8 * 1024));
    const journal = await store.create("one");
    await journal.append(headEntry("one"));
    const { rounds, error } = await fill(journal);
    expect(rounds).toBeGreaterThan(3);
    expect(error).toBeInstanceOf(HostError);
    expect(String(error)).toContain(join(directory, "one", "journal.jsonl"));
    expect(String(error)).toMatch(/disk is full \(0\.0 MB of 0\.1 MB free\)\. Free some space/);
    expect(String(error)).toContain("finished windows are safe");
    expect(String(error)).toContain("pnpm bench run --resume one");

    const bytes = await readFile(join(directory, "one", "journal.jsonl"), "utf8");
    expect(bytes.endsWith("}\n")).toBe(true);
    expect((await store.read("one")).windows).toHaveLength(rounds);

    await rm(filler);
    await journal.append(windowEntry(1000));
    await journal[Symbol.asyncDispose]();
    const { journal: again, entries } = await store.reopen("one");
    expect(entries).toHaveLength(rounds + 2);
    await again.append(windowEntry(1001));
    await again[Symbol.asyncDispose]();
    expect((await store.read("one")).windows).toHaveLength(rounds + 2);
  });

  test("an artefact that does not fit leaves the old one whole", async () => {
    const store = createRunStore(directory);
    {
      await using journal = await store.create("one");
      await journal.append(headEntry("one"));
    }
    const [path] = await store.writeArtefacts("one", { "table.md": "old" });
    const error = await store
      .writeArtefacts("one", { "table.md": "x".repeat(2 * sizeBytes) })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HostError);
    expect(await readFile(path!, "utf8")).toBe("old");
    // What the attempt took is free again.
    await store.writeArtefacts("one", { "table.md": "x".repeat(sizeBytes / 2) });
  });

  test("a run that cannot even be begun says that nothing was measured", async () => {
    const store = createRunStore(directory);
    await writeFile(join(directory, "filler"), Buffer.alloc(sizeBytes)).catch(() => {});
    const error = await (async () => {
      await using journal = await store.create("one");
      await journal.append(headEntry("one"));
    })().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HostError);
    expect(String(error)).toMatch(/disk is full.*Nothing was measured yet/);
    expect(await store.list()).toEqual([]);
  });

  test("a read-only file system is told as one", async () => {
    execFileSync("/bin/mount", ["-o", "remount,ro", directory]);
    const error = await createRunStore(directory)
      .create("one")
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HostError);
    expect(String(error)).toMatch(/read-only.*--out/);
  });
});
