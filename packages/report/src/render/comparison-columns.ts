import type { ComparedCase } from "../compare/cases.ts";
import {
  changeText,
  intervalText,
  remarkMarks,
  sideText,
  type numberedRemarks,
} from "../describe/change.ts";
import { backgroundText, stealText } from "../describe/disturbance.ts";
import { absent, microseconds } from "../describe/numbers.ts";

export interface ComparisonColumn {
  id:
    | "name"
    | "base"
    | "head"
    | "change"
    | "interval"
    | "verdict"
    | "background"
    | "steal"
    | CpuColumn
    | "rounds"
    | "notes";
  head: string;
  align: "left" | "right";
  cell(compared: ComparedCase): string;
}

type CpuColumn = "cpu-cost" | "cpu" | "cpu-interval";

/** The columns of one group, whose cases all show the same figure. */
export function comparisonColumns(
  group: readonly ComparedCase[],
  numbers: ReturnType<typeof numberedRemarks>,
): ComparisonColumn[] {
  const { figure } = group[0]!;
  const columns: ComparisonColumn[] = [
    { id: "name", head: "variant", align: "left", cell: ({ name }) => name },
    right("base", "base", ({ base }) => sideText(base, figure)),
    right("head", "head", ({ head }) => sideText(head, figure)),
    right("change", "change", ({ change }) => changeText(change)),
    right("interval", "interval", ({ change }) => intervalText(change)),
    { id: "verdict", head: "verdict", align: "left", cell: ({ verdict }) => verdict },
    ...disturbanceColumns(group),
    right("cpu-cost", "CPU µs/req", costText),
    right("cpu", "CPU change", ({ cpu }) => changeText(cpu?.change)),
    right("cpu-interval", "interval", ({ cpu }) => intervalText(cpu?.change)),
    right("rounds", "rounds", roundsText),
  ];
  if (group.every(({ remarks }) => remarks.length === 0)) return columns;
  return [
    ...columns,
    {
      id: "notes",
      head: "notes",
      align: "left",
      cell: (compared) => remarkMarks(compared, numbers),
    },
  ];
}

/** What others took of the CPUs stands beside the verdict where the sides were measured at different times. */
function disturbanceColumns(group: readonly ComparedCase[]): ComparisonColumn[] {
  if (group.every(({ disturbance }) => disturbance === undefined)) return [];
  return [right("background", "others %", backgroundText), right("steal", "steal %", stealText)];
}

/** Cases of one workload at one load level. */
export function comparisonGroups(cases: readonly ComparedCase[]): ComparedCase[][] {
  return [
    ...Map.groupBy(cases, ({ workload, level }) => JSON.stringify([workload, level])).values(),
  ];
}

/** `11.6 → 27.2`: medians of CPU time per request. */
function costText({ cpu }: ComparedCase): string {
  return cpu ? `${microseconds(cpu.base.median)} → ${microseconds(cpu.head.median)}` : absent;
}

function roundsText({ base, head }: ComparedCase): string {
  const [a, b] = [base?.rounds ?? 0, head?.rounds ?? 0];
  return a === b ? `${a}` : `${a}/${b}`;
}

function right(
  id: ComparisonColumn["id"],
  head: string,
  cell: ComparisonColumn["cell"],
): ComparisonColumn {
  return { id, head, align: "right", cell };
}
