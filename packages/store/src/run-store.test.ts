import { spawnSync } from "node:child_process";
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify, ownIdentity } from "@stackbench/host";
import { HostError, UsageError, type RunStore } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRunStore } from "./create-run-store.ts";
import { endedEntry, headEntry, resumedEntry, windowEntry } from "./testing/entries.ts";

let directory: string;
let store: RunStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-store-"));
  store = createRunStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function record(runId: string, rounds: number): Promise<void> {
  await using journal = await store.create(runId);
  await journal.append(headEntry(runId));
  for (let round = 1; round <= rounds; round++) await journal.append(windowEntry(round));
}

function journalPath(runId: string): string {
  return join(directory, runId, "journal.jsonl");
}

test("what was appended is read back", async () => {
  await record("one", 2);
  const { runId, windows, outcome } = await store.read("one");
  expect({ runId, outcome }).toEqual({ runId: "one", outcome: "unfinished" });
  expect(windows.map((window) => window.round)).toEqual([1, 2]);
});

test("a run can be read while it is being written", async () => {
  await using journal = await store.create("one");
  await journal.append(headEntry("one"));
  await journal.append(windowEntry(1));
  expect((await createRunStore(directory).read("one")).windows).toHaveLength(1);
});

test("appends that are not waited for neither mix nor change their order", async () => {
  {
    await using journal = await store.create("one");
    await journal.append(headEntry("one"));
    const rounds = Array.from({ length: 40 }, (_, index) => index + 1);
    await Promise.all(rounds.map((round) => journal.append(windowEntry(round))));
  }
  const { windows } = await store.read("one");
  expect(windows.map((window) => window.round)).toEqual(
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
});

test("wherever a crash tears the last line, the lines before it are read and appending goes on", async () => {
  await record("one", 2);
  const whole = await readFile(journalPath("one"));
  const lastLine = whole.subarray(0, -1).lastIndexOf(0x0a) + 1;
  for (const length of [lastLine + 1, lastLine + 77, whole.length - 1]) {
    await writeFile(journalPath("one"), whole);
    await truncate(journalPath("one"), length);
    expect((await store.read("one")).windows).toHaveLength(1);
    const { journal, entries } = await store.reopen("one");
    expect(entries.map((entry) => entry.type)).toEqual(["head", "window"]);
    await journal.append(resumedEntry);
    await journal.append(windowEntry(2));
    await journal.append(endedEntry("complete", 9));
    await journal[Symbol.asyncDispose]();
    const read = await store.read("one");
    expect(read.windows.map((window) => window.round)).toEqual([1, 2]);
    expect(read.outcome).toBe("complete");
  }
});

test("a last line whose middle never reached the disk counts as torn", async () => {
  await record("one", 1);
  await appendFile(journalPath("one"), `{"type":"window"${"\0".repeat(50)}}\n`);
  expect((await store.read("one")).windows).toHaveLength(1);
});

test("damage before the last line is an error with its line, not a shorter run", async () => {
  await record("one", 2);
  const lines = (await readFile(journalPath("one"), "utf8")).split("\n");
  await writeFile(journalPath("one"), [lines[0], lines[1]!.slice(0, 40), lines[2], ""].join("\n"));
  await expect(store.read("one")).rejects.toThrow(
    /journal\.jsonl line 2: expected one JSON object/,
  );
});

test("a wrong field is named with its line", async () => {
  await record("one", 1);
  const text = await readFile(journalPath("one"), "utf8");
  await writeFile(
    journalPath("one"),
    text.replace('"seconds":5,"sent"', '"seconds":"five","sent"'),
  );
  await expect(store.read("one")).rejects.toThrow(
    /journal\.jsonl line 2: window\.load\.seconds: expected number, received string/,
  );
});

test("a run id is never used twice", async () => {
  await record("one", 1);
  await expect(store.create("one")).rejects.toThrow(UsageError);
  expect((await store.read("one")).windows).toHaveLength(1);
  await expect(store.create("../two")).rejects.toThrow('got "../two"');
});

test("a run without a head leaves no folder", async () => {
  await (await store.create("one"))[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual([]);
});

test("runs are listed newest first, without what is no run", async () => {
  await record("20260101-000000-aaaa", 1);
  await record("20260301-000000-aaaa", 1);
  await record("20260201-000000-aaaa", 1);
  await mkdir(join(directory, "published"));
  await writeFile(join(directory, "README.md"), "x");
  expect(await store.list()).toEqual([
    "20260301-000000-aaaa",
    "20260201-000000-aaaa",
    "20260101-000000-aaaa",
  ]);
  expect(await createRunStore(join(directory, "nowhere")).list()).toEqual([]);
});

test("an unknown run names the newest known ones", async () => {
  for (let day = 1; day <= 7; day++) await record(`2026010${day}`, 1);
  const error = await store.read("2025").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toContain(
    'unknown run "2025": expected one of the newest 20260107, 20260106, 20260105, 20260104, 20260103 (7 in all)',
  );
  await expect(createRunStore(join(directory, "nowhere")).read("x")).rejects.toThrow(
    "start one with: pnpm bench",
  );
});

test("a run is found by its folder and by its run.json too, and its artefacts go beside it", async () => {
  await record("one", 1);
  const elsewhere = createRunStore(join(directory, "nowhere"));
  const { runId } = await elsewhere.read(join(directory, "one"));
  const written = { "run.json": JSON.stringify(await store.read("one")) };
  expect(await elsewhere.writeArtefacts(runId, written)).toEqual([
    join(directory, "one", "run.json"),
  ]);
  const beside = createRunStore(join(directory, "nowhere"), directory);
  expect(await beside.locate("./one")).toEqual({
    directory: join(directory, "one"),
    source: journalPath("one"),
  });
  await expect(beside.locate("./two")).rejects.toThrow('unknown run "./two"');
  await rm(journalPath("one"));
  expect((await createRunStore("/").read(join(directory, "one", "run.json"))).windows).toHaveLength(
    1,
  );
  // A published run has no journal: it is read, but not gone on with.
  expect((await createRunStore(directory).read("one")).runId).toBe("one");
  await expect(createRunStore(directory).reopen("one")).rejects.toThrow("got only run.json");
});

test("artefacts replace what was there and leave no litter", async () => {
  await record("one", 1);
  const paths = await store.writeArtefacts("one", { "table.md": "old", "windows.csv": "a,b\n" });
  expect(paths).toEqual([
    join(directory, "one", "table.md"),
    join(directory, "one", "windows.csv"),
  ]);
  await store.writeArtefacts("one", { "table.md": "new" });
  expect(await readFile(paths[0]!, "utf8")).toBe("new");
  expect((await readdir(join(directory, "one"))).toSorted()).toEqual([
    "journal.jsonl",
    "table.md",
    "windows.csv",
  ]);
});

test("artefacts may lie in a folder of their own, and nowhere else", async () => {
  await record("one", 1);
  const folder = join(directory, "one", "histograms");
  const killed = spawnSync(process.execPath, ["--eval", ""]).pid;
  await store.writeArtefacts("one", { "histograms/a.hgrm": "old" });
  await writeFile(join(folder, `.a.hgrm.${killed}.tmp`), "{");
  expect(await store.writeArtefacts("one", { "histograms/a.hgrm": "new" })).toEqual([
    join(folder, "a.hgrm"),
  ]);
  expect(await readdir(folder)).toEqual(["a.hgrm"]);
  expect(await readFile(join(folder, "a.hgrm"), "utf8")).toBe("new");
  for (const file of ["../x", "a/b/c", "../two/x", ".git/x", "a/../../x", "/x"]) {
    await expect(store.writeArtefacts("one", { [file]: "" })).rejects.toThrow(`got "${file}"`);
  }
});

test("what a writer left that was killed while it wrote goes with the next writing; a living one's stays", async () => {
  await record("one", 1);
  const folder = join(directory, "one");
  const killed = spawnSync(process.execPath, ["--eval", ""]).pid;
  const owner = (pid: number): string => JSON.stringify(identify(pid) ?? { ...ownIdentity(), pid });
  await writeFile(join(folder, `.run.json.${killed}.tmp`), "{");
  await writeFile(join(folder, `.run.json.${process.ppid}.tmp`), "{");
  await writeFile(join(folder, "lock"), owner(killed));
  await store.writeArtefacts("one", { "table.md": "new" });
  expect((await readdir(folder)).toSorted()).toEqual([
    `.run.json.${process.ppid}.tmp`,
    "journal.jsonl",
    "table.md",
  ]);
  await writeFile(join(folder, "lock"), owner(process.ppid));
  await store.writeArtefacts("one", { "table.md": "new" });
  expect(await readdir(folder)).toContain("lock");
});

test("an artefact that cannot be written is told with what is safe, and the old one stays", async () => {
  await record("one", 1);
  // A folder in its place: what cannot be replaced, for root too.
  await mkdir(join(directory, "one", "table.md", "full"), { recursive: true });
  const error = await store.writeArtefacts("one", { "table.md": "new" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(HostError);
  expect(String(error)).toContain("go on with: pnpm bench run --resume one");
  expect((await readdir(join(directory, "one"))).toSorted()).toEqual(["journal.jsonl", "table.md"]);
});

test("results where a file is in the way cannot be created, and nothing is said to be safe", async () => {
  await writeFile(join(directory, "file"), "");
  const error = await createRunStore(join(directory, "file", "results"))
    .create("one")
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HostError);
  expect(String(error)).toMatch(/file, not a folder.*Nothing was measured yet/);
});
