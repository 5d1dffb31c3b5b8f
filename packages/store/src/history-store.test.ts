import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nightOn } from "@stackbench/model/testing";
import { createHistoryStore, type HistoryStore } from "./history-store.ts";
import { takeLock } from "./lock.ts";

let directory: string;
let store: HistoryStore;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "stackbench-history-")), "history");
  store = createHistoryStore(directory);
});
afterEach(() => rm(join(directory, ".."), { recursive: true, force: true }));

test("there is no night before the first", async () => {
  expect(await store.read()).toEqual([]);
});

test("nights are read in the order of time, whatever order they were added in, from a file a month", async () => {
  for (const day of ["2026-12-01", "2026-10-30", "2026-10-29"]) await store.add(nightOn(day));
  const read = await store.read();
  expect(read).toEqual([nightOn("2026-10-29"), nightOn("2026-10-30"), nightOn("2026-12-01")]);
  expect(await Array.fromAsync(store.each())).toHaveLength(3);
  expect((await readdir(directory)).toSorted()).toEqual(["2026-10.jsonl", "2026-12.jsonl"]);
});

test("a run enters once", async () => {
  await store.add(nightOn("2026-10-29"));
  await expect(store.add(nightOn("2026-10-29"))).rejects.toThrow("is in the history already");
  expect(await store.read()).toHaveLength(1);
});

test("a line that a killed writer left is passed over, and cut off before the next one", async () => {
  const path = await store.add(nightOn("2026-10-29"));
  await appendFile(path, JSON.stringify(nightOn("2026-10-30")).slice(0, 100));
  expect(await store.read()).toHaveLength(1);
  await store.add(nightOn("2026-10-31"));
  expect(await store.read()).toEqual([nightOn("2026-10-29"), nightOn("2026-10-31")]);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(3);
});

test("a line that is no night is told with its place, and nothing is added behind it", async () => {
  const path = await store.add(nightOn("2026-10-29"));
  const before = `${JSON.stringify({ ...nightOn("2026-10-30"), runId: "../x" })}\n`;
  await appendFile(path, before);
  await expect(store.read()).rejects.toThrow(/2026-10\.jsonl line 2: runId: /);
  await expect(store.add(nightOn("2026-10-31"))).rejects.toThrow("line 2");
  expect((await readFile(path, "utf8")).endsWith(before)).toBe(true);
});

test("two writers do not write at once", async () => {
  await store.add(nightOn("2026-10-29"));
  await using _ = await takeLock(directory);
  await expect(store.add(nightOn("2026-10-30"))).rejects.toThrow("the history is being written");
});

test("what is no file of nights is left alone", async () => {
  await store.add(nightOn("2026-10-29"));
  await writeFile(join(directory, "README.md"), "nights\n");
  expect(await store.read()).toHaveLength(1);
});

test("a history that cannot be made is the machine's fault", async () => {
  await writeFile(join(directory, "..", "file"), "");
  const inFile = createHistoryStore(join(directory, "..", "file", "history"));
  await expect(inFile.add(nightOn("2026-10-29"))).rejects.toMatchObject({ name: "HostError" });
});
