import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readApp } from "./read-app.ts";

const express = '{"main":"server.js","dependencies":{"express":"5"}}';
const written = '{"interface":"node","entry":"server.js"}';

async function toldOf(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-lock-"));
  onTestFinished(async () => await rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return (await readApp(directory)).told.join("\n");
}

test.each([{}, { "stackbench.json": written }])(
  "says that no lockfile pins what an app installs, found or written: %o",
  async (more) => {
    const told = await toldOf({ "server.js": "", "package.json": express, ...more });
    expect(told).toMatch(/^no lockfile beside package\.json \(package-lock\.json, /m);
  },
);

test.each<Record<string, string>>([
  { "package.json": express, "yarn.lock": "" },
  { "package.json": '{"main":"server.js","dependencies":{}}' },
  {},
])("says nothing where one does, or nothing is to be pinned: %o", async (files) => {
  expect(await toldOf({ "server.js": "", ...files })).not.toContain("lockfile");
});
