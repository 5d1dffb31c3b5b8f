import {
  column,
  empty,
  figure,
  inMarkdown,
  joinMarkdown,
  paragraph,
  renderCsv,
  renderRows,
  rightColumn,
  tableInMarkdown,
  text,
  unknown,
  type Cell,
  type Column,
  type ConsoleOptions,
  type Markdown,
} from "@stackbench/report";
import {
  countClaims,
  type ReproducedFigures,
  type ReproducedRow,
  type Reproduction,
} from "./conclude.ts";
import { describeScale } from "./scale.ts";
import type { FigureId } from "./study.ts";

type ClaimRow = Reproduction["claims"][number];

/** The answer, the claims, then the figures. */
export function renderReproduction(found: Reproduction, options: ConsoleOptions): string {
  const blocks = [
    paragraph(answerOf(found), options),
    ...found.claims.map(({ verdict, text: claim, by }) =>
      paragraph(`${marks[verdict]} ${claim}: ${verdict}. ${by}.`, options),
    ),
    ...found.figures.map(
      (figures) => `${figures.title}\n${renderRows(columnsOf(figures), figures.rows, options)}`,
    ),
    ...differencesOf(found).map((line) => paragraph(line, options)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

export function renderReproductionMarkdown(found: Reproduction): Markdown {
  const { study, claims, figures } = found;
  const blocks = [
    inMarkdown`# ${study.title}`,
    `${study.author}, ${study.source}.`,
    inMarkdown`**${answerOf(found)}**`,
    tableInMarkdown(claimColumns, claims),
    ...figures.flatMap((one) => [
      inMarkdown`## ${one.title}`,
      tableInMarkdown(columnsOf(one), one.rows),
    ]),
    joinMarkdown(
      differencesOf(found).map((line) => inMarkdown`- ${line}`),
      "\n",
    ),
  ];
  return inMarkdown`${joinMarkdown(blocks, "\n\n")}\n`;
}

interface FigureRow extends ReproducedRow {
  figures: string;
  unit: string;
}

/** The figures as data: what a picture needs. */
export function renderReproductionCsv({ figures }: Reproduction): string {
  const rows = figures.flatMap(({ title, unit, rows: ofFigures }) =>
    ofFigures.map((row): FigureRow => ({ ...row, figures: title, unit })),
  );
  return renderCsv(csvColumns, rows);
}

const csvText = (head: string, of: (row: FigureRow) => string): Column<FigureRow> =>
  column(head, head, "left", (row) => text(of(row)));
const csvFigure = (
  head: string,
  of: (row: FigureRow) => number | null | undefined,
): Column<FigureRow> => column(head, head, "right", (row) => figure(of(row), "exact"));

const csvColumns: readonly Column<FigureRow>[] = [
  csvText("figures", ({ figures }) => figures),
  csvText("name", ({ name }) => name),
  csvText("variant", ({ variant }) => variant),
  csvText("unit", ({ unit }) => unit),
  csvFigure("published", ({ published }) => published),
  csvFigure("published_ratio", ({ publishedRatio }) => publishedRatio),
  csvFigure("ours", ({ ours }) => ours),
  csvFigure("ours_ratio", ({ oursRatio }) => oursRatio?.estimate),
  csvFigure("ours_ratio_low", ({ oursRatio }) => oursRatio?.low),
  csvFigure("ours_ratio_high", ({ oursRatio }) => oursRatio?.high),
  csvFigure("rounds", ({ oursRatio }) => oursRatio?.rounds),
];

const marks: Record<ClaimRow["verdict"], string> = {
  holds: "+",
  "does not hold": "-",
  undecided: "?",
};

export const claimColumns: readonly Column<ClaimRow>[] = [
  column("claim", "claim", "left", (claim) => text(claim.text)),
  column("verdict", "here", "left", ({ verdict }) => text(verdict)),
  column("by", "judged by", "left", ({ by }) => text(by)),
];

export function answerOf({ study, claims }: Reproduction): string {
  return `${study.title} (${study.author}): ${countClaims(claims)}.`;
}

export function differencesOf({ study, isShort, scale }: Reproduction): string[] {
  const short =
    "Short form: few and short windows, after 0.3 s of warm-up, so that small differences stay undecided; without --short it is held in full.";
  return [...study.differences, ...describeScale(study, scale), ...(isShort ? [short] : [])];
}

const units: Record<FigureId, Parameters<typeof figure>[1]> = {
  throughput: "perSecond",
  cpuShare: "wholePercent",
  userShare: "wholePercent",
  systemShare: "wholePercent",
  cpuMicros: "microseconds",
  memory: "mebibytes",
  p50: "milliseconds",
  p99: "milliseconds",
  p999: "milliseconds",
  shortest: "milliseconds",
  longest: "milliseconds",
  taken: "seconds",
};

export function columnsOf({ figure: id, unit }: ReproducedFigures): Column<ReproducedRow>[] {
  const [theirs, ours] = ["published", "here"];
  return [
    column("name", "measured", "left", ({ name }) => text(name)),
    rightColumn(unit, ({ published }) => figure(published, "perSecond"), theirs),
    rightColumn("relative", ({ publishedRatio }) => text(publishedRatio.toFixed(2)), theirs),
    rightColumn(unit, (row) => figure(row.ours, units[id]), ours),
    rightColumn(
      "relative",
      ({ oursRatio }) => (oursRatio === null ? unknown : text(oursRatio.estimate.toFixed(2))),
      ours,
    ),
    rightColumn(
      "interval",
      ({ oursRatio }) => (oursRatio === null ? unknown : intervalOf(oursRatio)),
      ours,
    ),
    column("variant", "variant", "left", ({ variant }) => text(variant)),
  ];
}

/** Of the baseline against itself there is none. */
function intervalOf({ low, high }: { low: number; high: number }): Cell {
  return low === 1 && high === 1 ? empty : text(`${low.toFixed(2)} to ${high.toFixed(2)}`);
}
