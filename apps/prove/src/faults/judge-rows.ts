import { expectedSittings, type LoadResult, type WindowRecord } from "@stackbench/model";
import { violation, type RunEvidence, type Violation } from "./evidence.ts";

/** All that is wrong with the rows that a run has in the end. */
export function wrongRows(evidence: RunEvidence): Violation[] {
  const { record, rows, variants, after } = evidence;
  if (!record) return [violation("wrong row", "there is no run.json to have rows")];
  const found: Violation[] = [];
  if (record.outcome !== "complete" || record.stop === null) {
    found.push(violation("wrong row", `the run ended "${record.outcome}", without its rows`));
  }
  const ids = after.flatMap((entry) =>
    entry.type === "window" ? [entry.window.planned.windowId] : [],
  );
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  found.push(...twice.map((id) => violation("wrong row", `${id} stands in the journal twice`)));
  const held = new Set(record.windows.map((window) => window.planned.windowId));
  const missing = expectedSittings(record)
    .flatMap((sitting) => sitting.windows.map((window) => window.windowId))
    .filter((id) => !held.has(id));
  found.push(...missing.map((id) => violation("wrong row", `${id} is missing`)));
  for (const window of record.windows) found.push(...wrongWindow(window, evidence));
  for (const key of variants) {
    const row = rows.find(({ stack, variant }) => `${stack}:${variant}` === key);
    if (!row) found.push(violation("wrong row", `${key} has no row`));
    else if (row.windows.measured + row.windows.failed < row.windows.planned) {
      const { measured, failed, planned } = row.windows;
      const text = `${key} is "${row.status}" with ${measured} measured and ${failed} failed of ${planned} windows`;
      found.push(violation("wrong row", text));
    }
  }
  return found;
}

function wrongWindow(window: WindowRecord, { expected, struck }: RunEvidence): Violation[] {
  const { windowId } = window.planned;
  if (window.status === "measured") {
    const { succeeded, seconds, errors } = window.load;
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
    const isTouched = expected.touches === "all" || window.variant === struck;
    if (succeeded === 0 || seconds <= 0) {
      return [violation("wrong row", `${windowId}: ${succeeded} answers in ${seconds} s`)];
    }
    // Edges that were read from a clock which was set between them.
    if (Math.abs(window.use.seconds - seconds) > longestTrialSeconds) {
      return [
        violation(
          "wrong row",
          `${windowId}: ${seconds} s of load and ${window.use.seconds} s of use`,
        ),
      ];
    }
    const silentMs = longestSilenceMs(window.load);
    const isValid = window.cautions.every(({ severity }) => severity !== "invalid");
    if (isValid && silentMs >= mostSilenceMs) {
      return [violation("wrong row", `${windowId} counts, with ${silentMs} ms without an answer`)];
    }
    if (failed > 0 && !isTouched) {
      return [violation("wrong row", `${windowId}: ${failed} errors of a server nobody touched`)];
    }
    return [];
  }
  // Plans of faults load what they start.
  if (window.status === "started") return [violation("wrong row", `${windowId}: no load`)];
  if (window.status === "profiled")
    return [violation("wrong row", `${windowId}: a profiler was on`)];
  const { stage, message } = window.failure;
  const mayFail =
    expected.touches === "all" || (expected.touches === "one" && window.variant === struck);
  if (mayFail && expected.says?.test(message)) return [];
  const why = mayFail ? "does not name the fault" : "was not touched";
  return [violation("wrong row", `${windowId} ${why}, failed at ${stage}: ${message}`)];
}

const longestTrialSeconds = 600;
/** No server of these stands still for so long, ms: something stood between. */
const mostSilenceMs = 1000;

/** Within the window, by the generator's own account, ms. */
function longestSilenceMs(load: LoadResult): number {
  if (load.kind === "totals") return 0;
  let longest = 0;
  let silent = 0;
  for (const succeeded of load.series.succeeded) {
    silent = succeeded === 0 ? silent + load.series.intervalMs : 0;
    longest = Math.max(longest, silent);
  }
  return longest;
}
