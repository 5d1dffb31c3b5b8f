import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderChart } from "../packages/charts/src/drawing.ts";
import {
  renderMarkdown,
  renderWindowsCsv,
  runPageOf,
  summarise,
} from "../packages/report/src/index.ts";
import { createRunStore } from "../packages/store/src/index.ts";

const published = join(import.meta.dirname, "../results/published");
const store = createRunStore(published);

/** Else, where the change is meant: `pnpm bench report <run> --out=results/published`. */
test.each(readdirSync(published))(
  "table.md, windows.csv and chart.svg of %s are what its journal says today",
  async (runId) => {
    const run = await store.read(runId);
    const written = (name: string): string => readFileSync(join(published, runId, name), "utf8");
    const table = summarise(run);
    expect(renderMarkdown(table).text).toBe(written("table.md"));
    expect(renderWindowsCsv(run)).toBe(written("windows.csv"));
    const { pictures, sentences } = runPageOf(run, table);
    expect(renderChart(pictures[0]!, sentences.slice(0, 1))).toBe(written("chart.svg"));
  },
);
