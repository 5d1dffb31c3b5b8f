import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError, type Fingerprint } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProofLog } from "./proof-log.ts";

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

const open = (more: Partial<Parameters<typeof openProofLog>[0]> = {}) =>
  openProofLog<{ value: number }>({
    proof: "p",
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
});
