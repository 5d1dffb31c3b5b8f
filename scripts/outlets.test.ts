import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

/**
 * Text from outside (logs, answers, stack.json, run files of others) is cleaned where it leaves the program: one
 * function for each way out, and no other way. See docs/architecture.md.
 */
const root = resolve(import.meta.dirname, "..");

/** Programs of their own, which speak with the harness and not with a person. */
const agents = /\/(?:agent|testing|fixtures)\/|^packages\/workloads-/;

const sources = globSync("{packages,apps}/*/src/**/*.ts", { cwd: root })
  .filter((file) => !agents.test(file) && !file.endsWith(".test.ts"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** Rooms that make what people read. */
const rooms =
  /^(?:packages\/(?:report|charts|terminal|session|calibration|experiments)|apps\/[^/]*)\//;

/** `file: what stands there`, for all but the files that may. */
function found(pattern: RegExp, mayHave: readonly string[], where = /^/): string[] {
  return sources
    .filter(({ file }) => where.test(file) && !mayHave.includes(file))
    .flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([match]) => `${file}: ${match}`));
}

test("what is looked for is where it may be", () => {
  const files = new Set(sources.map(({ file }) => file));
  const mayHave = [...console, ...markdown, ...csv, ...ownMarkup];
  expect(mayHave.filter((file) => !files.has(file))).toEqual([]);
});

const console = ["say.ts", "show.ts", "warn.ts", "progress.ts"].map(
  (file) => `packages/terminal/src/${file}`,
);

test("only say, show, warn and progress write to the console", () => {
  // To listen for its end is no writing, nor is to say that it is a terminal; progress is given its stream.
  const pattern =
    /(?<!new Progress\(|output: )\bprocess\.std(?:out|err)\b(?!\.(?:on|off)\(|\.(?:isTTY|columns) =)|\bconsole\.\w+\(|\bfrom "node:process"|\bstd(?:out|err)\.write\(/g;
  expect(found(pattern, console)).toEqual([]);
});

const markdown = ["packages/report/src/render/markdown/markdown.ts"];

test("Markdown is made by its templates alone", () => {
  const pattern = /(?<!\binMarkdown)`(?:#{1,6} |- \$\{|\| |\*\*)|"(?:#{1,6} |\| )|\\`\\`\\`|"```/g;
  expect(found(pattern, markdown, rooms)).toEqual([]);
});

const csv = [
  "packages/report/src/render/csv/csv.ts",
  // Puts the same library into the page.
  "packages/charts/src/bundle.ts",
];

test("CSV is made in one place, each of its texts by csvCell", () => {
  expect(found(/"csv-stringify[^"]*"|text\/csv/g, csv)).toEqual([]);
  const { text } = sources.find(({ file }) => file === csv[0])!;
  expect(text).toMatch(/cast: \{[^}]*string: csvCell\b/);
});

/** Where what the harness made itself goes into a page or a picture as it is: its script and style, a drawing. */
const ownMarkup = [
  "packages/report/src/render/html/page.ts",
  "packages/charts/src/render-chart.ts",
  "packages/charts/src/draw-static.ts",
  // Markdown of the repository's own docs, rendered by a library that lets no HTML through.
  "apps/site/src/doc-page.ts",
];

test("HTML and SVG are made by their template alone, and taken as they are only where they were made here", () => {
  const raw =
    /(?<!\bMarkup\.of)`<(?:!doctype|\?xml|html|table|thead|tbody|tr|t[dh]|p|div|span|a|li|ul|figure|section|svg|g|rect|text)\b|"<(?:svg|g|rect|text|p|div|tr|td)\b/gi;
  expect(found(raw, [], rooms)).toEqual([]);
  expect(found(/\bMarkup\.own\(|\binnerHTML\b/g, ownMarkup, rooms)).toEqual([]);
});
