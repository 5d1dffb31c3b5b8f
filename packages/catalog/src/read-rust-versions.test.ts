import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readVersions } from "./read-versions.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "stackbench-versions-"));
});
afterEach(() => rm(root, { recursive: true }));

test("a Rust stack's crates go by their name alone, from its own lockfile or the shared one, the newest of several", async () => {
  const locked = async (place: string, ...crates: [name: string, version: string][]) => {
    const blocks = crates.map(
      ([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`,
    );
    await mkdir(join(root, place), { recursive: true });
    await writeFile(join(root, place, "Cargo.lock"), ["version = 4\n", ...blocks].join("\n"));
  };
  await locked("packages/workloads-rust", ["tokio-postgres", "0.7.18"], ["axum", "0.1.0"]);
  await locked("stacks/mine", ["axum", "0.7.9"], ["axum", "0.8.9"], ["axum-core", "0.5.6"]);
  const variants = [{ server: "axum" }] as Stack["variants"];
  const stack = { directory: join(root, "stacks/mine"), runtime: "rust", variants } as const;
  const named = { framework: "axum", databaseDriver: "tokio-postgres" };
  expect(await readVersions({ ...stack, ...named }, root)).toEqual({
    axum: "0.8.9",
    "tokio-postgres": "0.7.18",
  });
});
