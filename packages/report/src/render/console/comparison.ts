import type { ComparedCase } from "../../compare/cases.ts";
import { describeCompared } from "../../compare/figure.ts";
import type { RunComparison } from "../../compare/runs.ts";
import { numberedRemarks, remarkTexts } from "../../describe/change.ts";
import {
  comparisonColumns,
  comparisonGroups,
  type ComparisonColumnId,
} from "../../describe/comparison-columns.ts";
import { describeDisturbances } from "../../describe/disturbance.ts";
import { levelName } from "../../describe/group.ts";
import { cleanData } from "../clean-text.ts";
import { painter, type ConsoleOptions, type Paint, type Style } from "./style.ts";
import { joinMarkdown, inMarkdown, tableInMarkdown, type Markdown } from "../markdown/markdown.ts";
import { cellsOf, fitColumns, headLines, type Fitted, type Step } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** Compared cases as tables with their notes, in lines of at most `columns` columns, ending in a line feed. */
export function renderCases(
  raw: readonly ComparedCase[],
  { columns, colour }: ConsoleOptions,
): string {
  const cases = cleanData(raw);
  const paint = painter(colour);
  const numbers = numberedRemarks(cases);
  const groups = comparisonGroups(cases).map((group) => [
    paint("bold", titleOf(group)),
    ...renderGroup(
      group,
      fitColumns(comparisonColumns(group, numbers), group, columns, narrowing),
      paint,
    ),
  ]);
  const notes = [...numbers].flatMap(([kind, number]) =>
    wrap(`  ${number}  `, `${remarkTexts[kind]}.`, columns),
  );
  const blocks = [...groups, notes, reading(cases, columns, paint)];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}

/** The same for Markdown. */
export function renderCasesMarkdown(cases: readonly ComparedCase[]): Markdown {
  const numbers = numberedRemarks(cases);
  const tables = comparisonGroups(cases).flatMap((group) => {
    const table = tableInMarkdown(comparisonColumns(group, numbers), group);
    return [inMarkdown`**${titleOf(group)}**`, table];
  });
  const notes = [...numbers].map(([kind, number]) => inMarkdown`${number}. ${remarkTexts[kind]}`);
  const list = notes.length > 0 ? [joinMarkdown(notes, "\n")] : [];
  return inMarkdown`${joinMarkdown([...tables, ...list, legend(cases)], "\n\n")}\n`;
}

/** Two runs on the console: what they are, what forbids the comparison, the cases. */
export function renderComparison(raw: RunComparison, options: ConsoleOptions): string {
  const comparison = cleanData(raw);
  const head = [
    `base  ${describeRun(comparison.base)}`,
    `head  ${describeRun(comparison.head)}`,
    "",
    ...paragraphs(comparison).flatMap((text) => wrap("", text, options.columns)),
  ];
  return `${head.join("\n")}\n\n${renderCases(comparison.cases, options)}`;
}

/** The same for Markdown. */
export function renderComparisonMarkdown(comparison: RunComparison): Markdown {
  const { base, head } = comparison;
  const parts = [
    inMarkdown`# ${head.runId} against ${base.runId}`,
    inMarkdown`- base: ${describeRun(base)}\n- head: ${describeRun(head)}`,
    ...paragraphs(comparison),
    renderCasesMarkdown(comparison.cases),
  ];
  return joinMarkdown(parts, "\n\n");
}

function describeRun({ runId, startedAt, harnessCommit }: RunComparison["base"]): string {
  const commit = harnessCommit === null ? "" : `, stackbench ${harnessCommit.slice(0, 10)}`;
  return `${runId} (${startedAt.slice(0, 16).replace("T", " ")} UTC${commit})`;
}

function paragraphs(comparison: RunComparison): string[] {
  const { pairing, refusals, cases, onlyInBase, onlyInHead } = comparison;
  const how =
    pairing === "paired"
      ? "The rounds of both were interleaved: equal rounds are compared with each other."
      : "These runs were held at different times: the changes hold what the machine did in between as well. For a verdict on a change of code use pnpm bench ab, which interleaves both in the same rounds.";
  return [
    how,
    ...describeDisturbances(cases),
    ...(refusals.length > 0 ? [`NOT COMPARABLE, forced: ${refusals.join("; ")}.`] : []),
    ...missing("base", onlyInBase),
    ...missing("head", onlyInHead),
  ];
}

function missing(side: "base" | "head", caseIds: readonly string[]): string[] {
  if (caseIds.length === 0) return [];
  const shown = caseIds.slice(0, 5).join(", ");
  const more = caseIds.length > 5 ? ` and ${caseIds.length - 5} more` : "";
  return [`Only in the ${side}: ${shown}${more}.`];
}

function titleOf([first]: readonly ComparedCase[]): string {
  const { workload, level, figure } = first!;
  const unit = figure.kind === "latency" ? ", ms" : "";
  return `${workload} · ${levelName(level)}, ${level.loop} loop · ${describeCompared(figure)}${unit}`;
}

/** What a narrow table does without, least loss first; then names are shortened. */
const expendable: readonly ComparisonColumnId[] = [
  "rounds",
  "cpu-interval",
  "cpu-cost",
  // The lines about both runs tell of these too.
  "steal",
  "background",
  "cpu",
];

const narrowing: readonly Step<ComparedCase, ComparisonColumnId>[] = expendable.map(
  (dropped) => (columns) => columns.filter(({ id }) => id !== dropped),
);

function renderGroup(
  group: readonly ComparedCase[],
  columns: readonly Fitted<ComparedCase, ComparisonColumnId>[],
  paint: Paint,
): string[] {
  return [
    ...headLines(columns).map((line) => paint("dim", line)),
    ...group.map((compared) =>
      cellsOf(compared, columns)
        .map(({ column, blanks, text }) => blanks + paint(styleOf(column.id, compared), text))
        .join(""),
    ),
  ];
}

function styleOf(id: ComparisonColumnId, { verdict }: ComparedCase): Style {
  if (id === "notes") return "yellow";
  if (id !== "verdict") return [];
  if (verdict === "faster") return ["bold", "green"];
  if (verdict === "slower") return ["bold", "red"];
  return verdict === "tie" ? [] : "yellow";
}

function reading(cases: readonly ComparedCase[], columns: number, paint: Paint): string[] {
  return wrap("", legend(cases), columns).map((line) => paint("dim", line));
}

function legend(cases: readonly ComparedCase[]): string {
  const isLatency = cases.some(({ figure }) => figure.kind === "latency");
  return [
    "change: head against base, round by round; interval: at least 95 %, whenever the run stopped.",
    "faster, slower: proven to differ (at most 5 % chance of one false verdict in the whole table) and beyond 3 % at the best estimate; tie: proven within ±3 % (the same chance); unresolved: neither, more rounds would tell.",
    ...(isLatency ? ["In an open loop latency is compared, and less of it is faster."] : []),
    ...(cases.some(({ disturbance }) => disturbance)
      ? [
          "others: percent of the server's, then of the generator's CPU time that other programs took, base→head; steal: percent of the time of the CPU that other guests took most from.",
        ]
      : []),
    "CPU: time of app and proxy for each request, on both sides (µs/req) and its change.",
  ].join(" ");
}
