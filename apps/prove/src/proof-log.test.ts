import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError, type Fingerprint } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProofLog, readProofFile, type ProofLogRequest } from "./proof-log.ts";

const fingerprint: Fingerprint = {
  cpuModel: "a model",
  cpuCount: 2,
  memoryBytes: 1,
  kernel: "Linux 6",
  operatingSystem: "Debian",
  virtualisation: "none",
  cgroupVersion: "v2",
  node: "v24",
  harnessCommit: "abc",
};
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stackbench-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (more: Partial<ProofLogRequest<object>> = {}) =>
  openProofLog<{ value: number }, object>({
    proof: "p",
    version: 2,
    file: join(folder, "deeper", "p.jsonl"),
    fingerprint,
    settings: { seconds: 5 },
    restart: false,
    ...more,
  });

test("goes on where it ended, also from another commit of the harness", async () => {
  const first = await open();
  await first.append({ value: 1 });
  await first.append({ value: 2 });
  const second = await open({ fingerprint: { ...fingerprint, harnessCommit: "def" } });
  expect(second.trials).toEqual([{ value: 1 }, { value: 2 }]);
  await second.append({ value: 3 });
  expect(second.trials).toHaveLength(3);
  const lines = readFileSync(second.file, "utf8").trimEnd().split("\n");
  const [head, ...trials] = lines.map((line) => JSON.parse(line));
  expect(head).toMatchObject({ type: "head", proof: "p", fingerprint, settings: { seconds: 5 } });
  expect(trials.map(({ commit, value }) => [commit, value])).toEqual([
    ["abc", 1],
    ["abc", 2],
    ["def", 3],
  ]);
});

test("drops a line that a crash cut off, and writes the next on a line of its own", async () => {
  const first = await open();
  await first.append({ value: 1 });
  appendFileSync(first.file, '{"type":"trial","val');
  const second = await open();
  await second.append({ value: 2 });
  expect((await open()).trials).toEqual([{ value: 1 }, { value: 2 }]);
});

test("begins anew when told to", async () => {
  const first = await open();
  await first.append({ value: 1 });
  expect((await open({ restart: true })).trials).toEqual([]);
  expect((await open()).trials).toEqual([]);
});

test("does not mix trials of other settings or another machine", async () => {
  await open();
  await expect(open({ settings: { seconds: 9 } })).rejects.toThrow(UsageError);
  await expect(open({ settings: { seconds: 9 } })).rejects.toThrow("other settings");
  const elsewhere = open({ fingerprint: { ...fingerprint, cpuModel: "another" } });
  await expect(elsewhere).rejects.toThrow("another machine (a model");
  await expect(open({ version: 3 })).rejects.toThrow("another version of the proof (2, now 3)");
});

test("mixes machines where each trial is compared with itself alone, and tells each that is not the head's", async () => {
  const elsewhere = { fingerprint: { ...fingerprint, cpuModel: "another" }, isOfAnyMachine: true };
  const first = await open({ isOfAnyMachine: true });
  await first.append({ value: 1 });
  const second = await open(elsewhere);
  await second.append({ value: 2 });
  const lines = readFileSync(second.file, "utf8").trimEnd().split("\n");
  expect(lines.slice(1).map((line) => JSON.parse(line).machine?.cpuModel)).toEqual([
    undefined,
    "another",
  ]);
  const trials = [{ value: 1 }, { value: 2 }];
  expect(await open(elsewhere)).toMatchObject({ trials, machineCount: 2 });
  expect(readProofFile(second.file)).toMatchObject({ trials, machineCount: 2 });
  await expect(open({ ...elsewhere, settings: { seconds: 9 } })).rejects.toThrow("other settings");
});

test("is read as it stands, on whatever machine", async () => {
  const { file, append } = await open();
  await append({ value: 1 });
  appendFileSync(file, '{"type":"trial","val');
  const written = { proof: "p", version: 2, settings: { seconds: 5 }, trials: [{ value: 1 }] };
  expect(readProofFile(file)).toEqual({ ...written, machineCount: 1 });
  expect(readProofFile(`${file}.of-another`)).toBeUndefined();
});

test("a file of before versions is of the first", async () => {
  const { file } = await open();
  const head = { type: "head", proof: "p", settings: {}, fingerprint };
  writeFileSync(file, `${JSON.stringify(head)}\n{"type":"trial","value":4}\n`);
  expect(readProofFile(file)).toMatchObject({ version: 1, trials: [{ value: 4 }] });
});
