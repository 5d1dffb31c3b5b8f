import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  renderComparisonsCsv,
  renderSeriesCsv,
  renderSummaryCsv,
  renderWindowsCsv,
  summarise,
} from "../packages/report/src/index.ts";
import { runOf } from "../packages/report/src/testing/index.ts";

const document = readFileSync(join(import.meta.dirname, "../docs/csv.md"), "utf8");
const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [] }] });
const table = summarise(run);

/** What each name in angle brackets stands for. */
const placeholders = new Map(
  [...document.matchAll(/^- `(<\w+>)`: (.+)$/gm)].map(([, name, values]) => [
    name!,
    [...values!.matchAll(/`([^`]+)`/g)].map(([, value]) => value!),
  ]),
);

function expand(name: string): string[] {
  const [placeholder] = /<\w+>/.exec(name) ?? [];
  if (placeholder === undefined) return [name];
  const values = placeholders.get(placeholder) ?? [];
  return values.flatMap((value) => expand(name.replace(placeholder, value)));
}

/** The columns that the document tells of a file. */
function documented(file: string): string[] {
  const [, section = ""] = document.split(`\n## ${file}\n`);
  const [own = ""] = section.split("\n## ");
  const cells = [...own.matchAll(/^\| (`.+?`) \|/gm)].map(([, cell]) => cell!);
  return cells.flatMap((cell) => cell.replaceAll("`", "").split(", ")).flatMap(expand);
}

test.each([
  ["summary.csv", renderSummaryCsv(table)],
  ["comparisons.csv", renderComparisonsCsv(table)],
  ["series.csv", renderSeriesCsv(run)],
  ["windows.csv", renderWindowsCsv(run)],
])("docs/csv.md tells every column of %s, and no other", (file, text) => {
  const [head = ""] = text.split("\n");
  expect(documented(file).toSorted()).toEqual(head.split(",").toSorted());
});
