import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@stackbench/model";
import { expect, test } from "vitest";
import { readVersions } from "./read-versions.ts";

test("a Rust stack's crates are those of its lockfile, by their whole names", async () => {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-versions-"));
  const crate = (name: string, version: string) =>
    `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "elsewhere"\n`;
  const crates = [crate("axum-core", "0.5.6"), crate("axum", "0.8.9"), crate("tokio", "1.48.0")];
  await writeFile(join(directory, "Cargo.lock"), `version = 4\n\n${crates.join("\n")}`);
  const variants = [{ server: "axum" }] as Stack["variants"];
  const asked = { directory, runtime: "rust", databaseDriver: "tokio-postgres", variants } as const;
  expect(await readVersions({ ...asked, framework: "axum" }, directory)).toEqual({ axum: "0.8.9" });
  await rm(directory, { recursive: true });
});
