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

async function writeModule(directory: string, text: string): Promise<string> {
  const path = join(root, directory);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "go.mod"), text);
  return path;
}

test("a Go stack's packages go by their last name or their path, from its own module or the shared one", async () => {
  await writeModule(
    "packages/workloads-go",
    "module stackbench/workloads\n\ngo 1.24.0\n\nrequire github.com/jackc/pgx/v5 v5.8.0\n",
  );
  const directory = await writeModule(
    "stacks/mine",
    [
      "module stackbench/mine",
      "require (",
      "\tgithub.com/go-chi/chi/v5 v5.5.0",
      "\texample.com/other/chi-extra v1.0.0 // indirect",
      "\texample.com/by/path v0.2.0",
      ")",
    ].join("\n"),
  );
  const stack = { directory, runtime: "go", databaseDriver: "pgx" } as const;
  const server = { server: "example.com/by/path" };
  const variants = [{ server: "net/http" }, server] as Stack["variants"];
  expect(await readVersions({ ...stack, framework: "chi", variants }, root)).toEqual({
    chi: "5.5.0",
    pgx: "5.8.0",
    "example.com/by/path": "0.2.0",
  });
});
