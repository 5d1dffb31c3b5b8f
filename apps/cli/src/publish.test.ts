import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { runBench } from "./testing/run-bench.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "stackbench-publish-"));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  return folder;
}

const published = join(import.meta.dirname, "../../../results/published");

test("a run that may be shown is put where it can be looked at, once", async () => {
  const to = await temporaryFolder();
  const [runId] = await readdir(published);
  const publish = async () =>
    await benchHere(["publish", runId!, `--out=${published}`, `--to=${to}`]);
  const { code } = await publish();
  expect(code).toBe(0);
  const files = await readdir(join(to, runId!));
  expect(files).toEqual(
    expect.arrayContaining(["journal.jsonl", "table.md", "report.html", "chart.svg"]),
  );
  const again = await publish();
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("published already");
});

test("one that lies elsewhere is named by its path, from where the person stands", async () => {
  const [out, to] = [await temporaryFolder(), await temporaryFolder()];
  const home = await temporaryFolder();
  const [runId] = await readdir(published);
  const journal = join(home, runId!, "journal.jsonl");
  await mkdir(join(home, runId!));
  await copyFile(join(published, runId!, "journal.jsonl"), journal);
  const bench = async (command: string, option: string) =>
    await runBench([command, `./${runId}`, `--out=${out}`, option], undefined, { INIT_CWD: home });
  const shown = await bench("report", "--json");
  expect(JSON.parse(shown.stdout)).toMatchObject({ runId });
  expect(await readdir(out)).toEqual([]);

  // What is left of it is its run.json.
  await rename(journal, join(home, "journal.jsonl"));
  const early = await bench("publish", `--to=${to}`);
  expect(early.code, early.stderr).toBe(2);
  expect(early.stderr).toContain("expected the run's journal, got none");
  expect(await readdir(to)).toEqual([]);

  await rename(join(home, "journal.jsonl"), journal);
  const { code, stderr } = await bench("publish", `--to=${to}`);
  expect(code, stderr).toBe(0);
  expect(await readdir(join(to, runId!))).toContain("journal.jsonl");
});

test("one that may not is refused with every reason, and nothing is written", async () => {
  const [out, to] = [await temporaryFolder(), await temporaryFolder()];
  await runBench([
    "--driver=process",
    "--stack=node-http:bare",
    "--rounds=1",
    "--duration=200ms",
    "--warmup=0",
    "--no-calibration",
    `--out=${out}`,
  ]);
  const { code, stderr } = await benchHere(["publish", `--out=${out}`, `--to=${to}`]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/may not be published:\n(?:.*\n)*.*--no-calibration/);
  // The folder of its results stands in its command line.
  expect(await readdir(to)).toEqual([]);
});
