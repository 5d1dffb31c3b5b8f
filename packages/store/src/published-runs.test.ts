import { readFileSync, globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { expect, test } from "vitest";
import { createRunStore } from "./create-run-store.ts";

const published = resolve(import.meta.dirname, "../../../results/published");
const journals = globSync("*/journal.jsonl", { cwd: published });

interface Line {
  type: string;
  window?: { planned: { windowId: string }; load?: object };
}

test.each(journals)("every figure of %s is read as it was written", async (journal) => {
  const run = await createRunStore(published).read(dirname(journal));
  const lines = readFileSync(resolve(published, journal), "utf8").trim().split("\n");
  const written = new Map(
    lines
      .map((line) => JSON.parse(line) as Line)
      .flatMap(({ window }) => (window?.load ? [[window.planned.windowId, window.load]] : [])),
  );
  const read = run.windows.filter((window) => window.status === "measured");
  expect(read).toHaveLength(written.size);
  for (const { load, planned } of read) {
    // Older runs did not say the kind of loop: every one of these was by a generator that sees each request.
    expect(load).toMatchObject({ kind: planned.level.loop, ...written.get(planned.windowId) });
  }
});

test("there are published runs", () => {
  expect(journals.length).toBeGreaterThan(0);
});
