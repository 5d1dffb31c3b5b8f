import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "@stackbench/session";
import { expect, onTestFinished, test } from "vitest";
import { readReproductions } from "./read-reproductions.ts";
import { renderReproductionCsv } from "./render.ts";

const kept = join(repositoryRoot, "results/reproduced");

test("what is read of a study's files is what they were written from", async () => {
  const found = await readReproductions(kept);
  expect(found.length).toBeGreaterThan(0);
  for (const one of found) {
    const folder = join(kept, one.study.name);
    expect(renderReproductionCsv(one)).toBe(await readFile(join(folder, "figures.csv"), "utf8"));
    expect(`${JSON.stringify(one.claims, null, 2)}\n`).toBe(
      await readFile(join(folder, "claims.json"), "utf8"),
    );
  }
});

test("no folder holds no study, and other files are told by the study's name", async () => {
  expect(await readReproductions("/nowhere")).toEqual([]);
  const folder = await mkdtemp(join(tmpdir(), "stackbench-studies-"));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  await cp(kept, folder, { recursive: true });
  await writeFile(join(folder, "worker-strategy/claims.json"), '[{"text":"a","verdict":"maybe"}]');
  await expect(readReproductions(folder)).rejects.toThrow("worker-strategy: expected claims.json");
});
