import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "./load-catalog.ts";

const root = resolve(import.meta.dirname, "../../..");

async function lockedIn(folder: string): Promise<Set<string>> {
  const text = await readFile(join(folder, "Cargo.lock"), "utf8");
  const crates = text.matchAll(/^name = "(.+)"\nversion = "(.+)"$/gm);
  return new Set(Array.from(crates, ([, name, version]) => `${name} ${version}`));
}

test("every Rust stack locks what the shared code was tested with", async () => {
  const shared = await lockedIn(join(root, "packages/workloads-rust"));
  const stacks = (await loadCatalog(root)).stacks.filter(({ runtime }) => runtime === "rust");
  expect(stacks.length).toBeGreaterThan(1);
  for (const { id, directory } of stacks) {
    const locked = await lockedIn(directory);
    const missing = [...shared].filter((crate) => !locked.has(crate));
    expect({ id, missing }).toEqual({ id, missing: [] });
  }
});
