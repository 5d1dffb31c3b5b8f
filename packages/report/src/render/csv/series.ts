import { isValid, type MeasuredWindow, type RunRecord } from "@stackbench/model";
import { seriesOf } from "../../summarise/series.ts";
import { renderLines, type Line } from "./csv.ts";

/** Of every run, in the order of the file; `docs/csv.md` says what each is. */
// prettier-ignore
const seriesColumns = [
  "run_id", "window_id", "case_id", "round", "stack", "variant", "workload", "valid", "series", "service", "part",
  "from_seconds", "to_seconds", "value",
] as const;

/**
 * `series.csv`: what was seen in time, one line a value; of a run without any the head alone. The same columns for every
 * run.
 */
export function renderSeriesCsv(run: RunRecord): string {
  const measured = run.windows.filter((window) => window.status === "measured");
  return renderLines(
    seriesColumns,
    measured.flatMap((window) => linesOf(window, run)),
  );
}

function linesOf(window: MeasuredWindow, run: RunRecord): Line<(typeof seriesColumns)[number]>[] {
  const { planned, round, variant } = window;
  const info = run.variants.find(({ key }) => key === variant);
  const identity = {
    run_id: run.runId,
    window_id: planned.windowId,
    case_id: planned.caseId,
    round,
    stack: info?.stack,
    variant: info?.variant,
    workload: planned.workload,
    valid: isValid(window),
  };
  return seriesOf(window).flatMap(({ name, service, part, points }) =>
    points.map(({ from, to, value }) => ({
      ...identity,
      series: name,
      service,
      part,
      from_seconds: from,
      to_seconds: to,
      value,
    })),
  );
}
