import { figure, rightColumn, type Column, type Row } from "@stackbench/report";

/** The head that columns of service times share. */
export const serviceTimeSpan = "service time, ms";

/** Median and 99th percentile of the row that stands in a line, under one head. */
export function serviceTimeColumns<Line>(rowOf: (line: Line) => Row): Column<Line>[] {
  const column = (head: string, percentile: "p50Ms" | "p99Ms"): Column<Line> =>
    rightColumn(
      head,
      (line) => figure(rowOf(line).serviceTime?.[percentile], "milliseconds"),
      serviceTimeSpan,
    );
  return [column("p50", "p50Ms"), column("p99", "p99Ms")];
}
