import type { ComparedCase, ComparedSide } from "../compare/cases.ts";
import type { Change } from "../compare/pairs.ts";
import { column, text, unknown, type Cell, type Column } from "./cell.ts";
import { hasInterval, remarkMarks, type numberedRemarks } from "./change.ts";
import { backgroundText, stealText } from "./disturbance.ts";

export type ComparisonColumnId =
  | "name"
  | "base"
  | "head"
  | "change"
  | "interval"
  | "verdict"
  | "background"
  | "steal"
  | "cpu-cost"
  | "cpu"
  | "cpu-interval"
  | "rounds"
  | "notes";

export type ComparisonColumn = Column<ComparedCase, ComparisonColumnId>;

/** The columns of one group, whose cases all show the same figure. */
export function comparisonColumns(
  group: readonly ComparedCase[],
  numbers: ReturnType<typeof numberedRemarks>,
): ComparisonColumn[] {
  const { figure } = group[0]!;
  const unit = figure.kind === "throughput" ? "perSecond" : "milliseconds";
  const median = (side: ComparedSide | null): Cell =>
    side ? { kind: "figure", value: side.median, unit } : unknown;
  const notes = column("notes", "notes", "left", (one: ComparedCase) =>
    text(remarkMarks(one, numbers)),
  );
  return [
    column("name", "variant", "left", ({ name }) => text(name)),
    right("base", "base", ({ base }) => median(base)),
    right("head", "head", ({ head }) => median(head)),
    right("change", "change", ({ change }) => changeCell(change)),
    right("interval", "interval", ({ change }) => intervalCell(change)),
    column("verdict", "verdict", "left", ({ verdict }) => text(verdict)),
    ...disturbanceColumns(group),
    right("cpu-cost", "CPU µs/req", costCell),
    right("cpu", "CPU change", ({ cpu }) => changeCell(cpu?.change)),
    right("cpu-interval", "interval", ({ cpu }) => intervalCell(cpu?.change)),
    right("rounds", "rounds", ({ base, head }) => text(roundsText(base, head))),
    ...(group.some(({ remarks }) => remarks.length > 0) ? [notes] : []),
  ];
}

/** What others took of the CPUs stands beside the verdict where the sides were measured at different times. */
function disturbanceColumns(group: readonly ComparedCase[]): ComparisonColumn[] {
  if (group.every(({ disturbance }) => disturbance === undefined)) return [];
  return [
    right("background", "others %", (one) => text(backgroundText(one))),
    right("steal", "steal %", (one) => text(stealText(one))),
  ];
}

/** Cases of one workload at one load level. */
export function comparisonGroups<Case extends ComparedCase>(cases: readonly Case[]): Case[][] {
  return [
    ...Map.groupBy(cases, ({ workload, level }) => JSON.stringify([workload, level])).values(),
  ];
}

function changeCell(change: Change | undefined | null): Cell {
  return change ? { kind: "change", ratio: change.ratio } : unknown;
}

function intervalCell(change: Change | undefined | null): Cell {
  if (!change || !hasInterval(change)) return unknown;
  const { ratio, low, high } = change;
  return { kind: "changeInterval", ratio, low, high };
}

/** Medians of CPU time per request. */
function costCell({ cpu }: ComparedCase): Cell {
  if (!cpu) return unknown;
  return { kind: "step", from: cpu.base.median, to: cpu.head.median, unit: "microseconds" };
}

function roundsText(base: ComparedSide | null, head: ComparedSide | null): string {
  const [a, b] = [base?.rounds ?? 0, head?.rounds ?? 0];
  return a === b ? `${a}` : `${a}/${b}`;
}

function right(
  id: ComparisonColumnId,
  head: string,
  cell: ComparisonColumn["cell"],
): ComparisonColumn {
  return column(id, head, "right", cell);
}
