import { figure, rightColumn, type Column, type Row } from "@stackbench/report";

/** Median and 99th percentile of the row that stands in a line, under one head. */
export function serviceTimeColumns<Line>(
  rowOf: (line: Line) => Row,
  span = "service time, ms",
): Column<Line>[] {
  const column = (head: string, percentile: "p50Ms" | "p99Ms"): Column<Line> =>
    rightColumn(
      head,
      (line) => figure(rowOf(line).serviceTime?.[percentile], "milliseconds"),
      span,
    );
  return [column("p50", "p50Ms"), column("p99", "p99Ms")];
}
