import { access, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRunStore } from "@stackbench/store";
import { expect, onTestFinished, test } from "vitest";
import { rowsAlone } from "./publish-run.ts";
import { shareRun } from "./share-run.ts";

const published = join(import.meta.dirname, "../../../results/published");

test("where its artefacts cannot be made nothing of a run is there, and the next try finds room", async () => {
  const to = await mkdtemp(join(tmpdir(), "stackbench-share-"));
  onTestFinished(() => rm(to, { recursive: true, force: true }));
  const store = createRunStore(published);
  const [runId] = await store.list();
  let seen: string[] = [];
  const conclude = async (): Promise<never> => {
    seen = await createRunStore(to).list();
    throw new Error("the disk is full");
  };
  await expect(shareRun(store, runId!, { to, conclude })).rejects.toThrow("the disk is full");
  expect(await readdir(to)).toEqual([]);
  // A reader of that folder, or a kill, meets no half of a run.
  expect(seen).toEqual([]);
  await mkdir(join(to, `.${runId}`, runId!), { recursive: true });

  const paths = await shareRun(store, runId!, { to, conclude: rowsAlone });
  expect(paths).toContain(join(to, runId!, "journal.jsonl"));
  expect(await readdir(join(to, runId!))).toEqual(
    expect.arrayContaining(["journal.jsonl", "report.html", "run.json"]),
  );
  expect(await readdir(to)).toEqual([runId]);
  for (const path of paths) await access(path);
});
