import { runRecordSchema, type RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { compareRuns } from "../compare/runs.ts";
import type { Picture } from "../picture/picture.ts";
import { renderComparison } from "./console/comparison.ts";
import { renderComparisonMarkdown } from "./markdown/comparison.ts";
import { renderConsole } from "./console/run.ts";
import { renderMarkdown } from "./markdown/run.ts";
import { renderHtml, runPageOf } from "./html/run.ts";
import { renderRunJson } from "./json/run.ts";
import { renderComparisonsCsv } from "./csv/comparisons.ts";
import { renderSeriesCsv } from "./csv/series.ts";
import { renderSummaryCsv } from "./csv/summary.ts";
import { renderWindowsCsv } from "./csv/windows.ts";
import { renderHdrLog } from "./hdr/log.ts";
import { renderHgrms } from "./hdr/percentiles.ts";
import { renderBencher } from "./metrics/bencher.ts";
import { renderGithubBigger, renderGithubSmaller } from "./metrics/github.ts";
import { renderOpenMetrics } from "./metrics/openmetrics.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/run-of.ts";

const attack =
  "\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u202eevil\u2066\u2028\n# forged\n```\n| <img src=x> <!-- [l](http://e) @team `c`";
const poison = (text: string): string => `=1+1 ${text} ${attack}`;

/** Every text of a run, and every name of a field that anybody may choose, is an attack. */
function poisoned(run: RunRecord): RunRecord {
  const paths = new Set<string>();
  visit(run, "", (path) => paths.add(path));
  return [...paths].reduce((current, path) => {
    const next = visit(current, "", (other, text) => (other === path ? poison(text) : text));
    return runRecordSchema.safeParse(next).success ? (next as RunRecord) : current;
  }, run);
}

function visit(value: unknown, path: string, change: (path: string, text: string) => unknown) {
  if (typeof value === "string") return change(path, value);
  if (Array.isArray(value))
    return value.map((member): unknown => visit(member, `${path}/*`, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, unknown] => [
      change(`${path}/${key}/name`, key) as string,
      visit(member, `${path}/${key}`, change),
    ]),
  );
}

const steady = [1, 0.99, 1.01, 1, 0.98, 1.02].map((share) => ({ throughput: 900 * share }));
const [first, ...others] = steady;
const steal = { kind: "steal", severity: "invalid", message: "9 %" } as const;
const run = poisoned(
  runOf({
    rounds: 6,
    cases: [
      { variant: "a:bare", workload: "hello", rounds: steady },
      {
        variant: "b:bare",
        workload: "hello",
        rounds: [{ ...first!, cautions: [steal] }, ...others],
      },
      {
        variant: "c:bare",
        workload: "hello",
        rounds: [{ stage: "verify", message: "got", logLines: ["log"] }],
      },
    ],
    infos: { "a:bare": { versions: { fastify: "5.0" }, images: { app: "sha256:1" } } },
    run: { changes: ["kernel"], resumedAt: ["2026-11-21T06:00:00.000Z"] },
  }),
);
const later = structuredClone(run);
for (const window of later.windows) window.startedAt = window.startedAt.replace("11-21", "11-22");
const comparison = compareRuns(run, later);

const ours = new RegExp(String.raw`\u001b\[(?:1|2|22|31|32|33|39)m`, "g");

/** All but the escape sequences of the colours that are ours. */
function unpainted(text: string): string {
  return text.replaceAll(ours, "");
}

test("the attack is in what is rendered, and in many places", () => {
  expect(JSON.stringify(run).match(/owned/g)!.length).toBeGreaterThan(100);
  expect(renderMarkdown(summarise(run)).text.match(/evil/g)!.length).toBeGreaterThan(20);
  expect(comparison.cases).toHaveLength(3);
});

test.each([true, false])(
  "nothing reaches the console that is obeyed there (colour %s)",
  (colour) => {
    const table = renderConsole(summarise(run), { columns: 120, colour });
    const compared = renderComparison(comparison, { columns: 120, colour });
    for (const text of [table, compared]) {
      expect(text).toContain("evil");
      expect(unpainted(text)).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/u);
      expect(text).not.toMatch(/^# forged/m);
      // Colours are made where they are asked for, and by nobody else.
      expect(text !== unpainted(text)).toBe(colour);
    }
  },
);

test("nothing in Markdown is taken for Markdown", () => {
  for (const { text } of [renderMarkdown(summarise(run)), renderComparisonMarkdown(comparison)]) {
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/u);
    const outside = text.replaceAll(/^(`{4,})text\n[^]*?\n\1$/gm, "");
    expect(outside).not.toMatch(/^# forged|^`|(?<!\\)[<`[]|@team/m);
    const tables = outside
      .trimEnd()
      .split("\n\n")
      .filter((block) => block.startsWith("| "));
    for (const table of tables) {
      const widths = table.split("\n").map((line) => line.match(/(?<!\\)(?:\\\\)*\|/g)!.length);
      expect(new Set(widths).size, table).toBe(1);
    }
  }
});

/** All its texts, in their order. */
function labelsOf(picture: Picture): string[] {
  return [...JSON.stringify(picture).matchAll(/"label":("(?:[^"\\]|\\.)*")/g)].map(
    ([, label]) => JSON.parse(label!) as string,
  );
}

test("nothing in the page is taken for markup, script or style, and its data is what was drawn", () => {
  const content = runPageOf(run, summarise(run), {
    sentences: [poison("said")],
    pictures: [
      {
        kind: "bars",
        id: "own",
        title: poison("title"),
        caption: poison("caption"),
        unit: "ms",
        parts: ["a"],
        rows: [{ label: poison("</script><script>x"), values: [1] }],
      },
    ],
    toPaste: {
      title: poison("to paste"),
      commands: [poison("command")],
      files: [{ lead: poison("lead"), lines: [poison("line")] }],
    },
  });
  const text = renderHtml(content, { script: "0", style: "p{}" });
  expect(text.match(/evil/g)!.length).toBeGreaterThan(20);
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/u);
  expect(text).not.toMatch(/<img|<!--|<script>x/);
  expect(text.match(/<script/g)).toHaveLength(2);
  const [, data] = text.match(/<script type="application\/json" id="pictures">(.*?)<\/script>/s)!;
  const drawn = JSON.parse(data!) as Picture[];
  expect(drawn.map(labelsOf)).toEqual(content.pictures.map(labelsOf));
});

test("no cell of the CSV files is a formula, and every line is one", () => {
  const table = summarise(run);
  const compared = table.rows.flatMap((row) => [row.relative, row.cpuRelative]).filter(Boolean);
  for (const [text, lines] of [
    [renderWindowsCsv(run), run.windows.length],
    [renderSummaryCsv(table), table.rows.length],
    [renderComparisonsCsv(table), compared.length],
    [renderSeriesCsv(run), 0],
  ] as const) {
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(text.trimEnd().split("\n")).toHaveLength(1 + lines);
    if (lines > 0) expect(text).toContain("'=1+1");
    expect(text).not.toMatch(/(?:^|,)"?=/m);
  }
});

test("nothing of it is obeyed in what other programs read", () => {
  const table = summarise(run);
  const hgrms = renderHgrms(run);
  for (const text of [
    renderBencher(table),
    renderGithubBigger(table),
    renderGithubSmaller(table),
    renderOpenMetrics(table),
    renderHdrLog(run),
    ...Object.values(hgrms),
  ]) {
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(text).not.toMatch(/^# forged/m);
  }
  expect(renderOpenMetrics(table)).toContain("evil");
  expect(Object.keys(hgrms).join(" ")).toMatch(/^[\w. -]+$/);
});

test("run.json prints nothing that is obeyed, and holds the run as it is", () => {
  const text = renderRunJson(run);
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(run)));
});
