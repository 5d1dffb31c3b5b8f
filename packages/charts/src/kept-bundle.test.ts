import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Bundle } from "./bundle.ts";
import { keptBundle } from "./kept-bundle.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stackbench-bundle-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function scriptOf(text: string): Promise<string> {
  await writeFile(join(folder, "part.ts"), `export const said: string = "${text}";`);
  await writeFile(
    join(folder, "entry.ts"),
    'import { said } from "./part.ts";\nconsole.log(said);\n',
  );
  return join(folder, "entry.ts");
}

const path = (): string => join(folder, "entry.ts.json");
const read = async (): Promise<Bundle> => JSON.parse(await readFile(path(), "utf8")) as Bundle;

test("is made once, of the same files", async () => {
  const entry = await scriptOf("one");
  const first = await keptBundle(entry, folder);
  expect(first.script).toContain("one");
  await writeFile(path(), JSON.stringify({ ...(await read()), script: "kept" }));
  expect((await keptBundle(entry, folder)).script).toBe("kept");
});

test("is made anew when a file that it imports has changed, or the lockfile", async () => {
  const entry = await scriptOf("one");
  await keptBundle(entry, folder);
  await scriptOf("two");
  expect((await keptBundle(entry, folder)).script).toContain("two");

  const kept = await read();
  expect(Object.keys(kept.inputs)).toContain("pnpm-lock.yaml");
  const inputs = { ...kept.inputs, "pnpm-lock.yaml": "another" };
  await writeFile(path(), JSON.stringify({ script: "old", inputs }));
  expect((await keptBundle(entry, folder)).script).toContain("two");
});

test("is made anew when what was kept cannot be read, and leaves nothing beside it", async () => {
  const entry = await scriptOf("one");
  for (const text of ["", "{", "null", "{}"]) {
    await writeFile(path(), text);
    expect((await keptBundle(entry, folder)).script, text).toContain("one");
  }
  expect((await readdir(folder)).sort()).toEqual(["entry.ts", "entry.ts.json", "part.ts"]);
});

test("is made where nothing can be kept", async () => {
  const entry = await scriptOf("one");
  expect((await keptBundle(entry, undefined)).script).toContain("one");
  expect((await keptBundle(entry, join(folder, "not-there"))).script).toContain("one");
});
