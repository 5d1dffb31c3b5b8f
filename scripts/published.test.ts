import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  renderComparisonsCsv,
  renderMarkdown,
  renderSeriesCsv,
  renderSummaryCsv,
  renderWindowsCsv,
  summarise,
} from "../packages/report/src/index.ts";
import { createRunStore } from "../packages/store/src/index.ts";

const published = join(import.meta.dirname, "../results/published");
const store = createRunStore(published);

/** Else, where the change is meant: `pnpm bench report <run> --out=results/published`. */
test.each(readdirSync(published))(
  "tables and figures of %s are what its journal says today",
  async (runId) => {
    const run = await store.read(runId);
    const written = (name: string): string => readFileSync(join(published, runId, name), "utf8");
    const table = summarise(run);
    expect(renderMarkdown(table).text).toBe(written("table.md"));
    expect(renderWindowsCsv(run)).toBe(written("windows.csv"));
    // Those that were published before there were these do not have them.
    const others = {
      "summary.csv": renderSummaryCsv(table),
      "comparisons.csv": renderComparisonsCsv(table),
      "series.csv": renderSeriesCsv(run),
    };
    for (const [name, text] of Object.entries(others)) {
      if (existsSync(join(published, runId, name))) expect(text).toBe(written(name));
    }
  },
);
