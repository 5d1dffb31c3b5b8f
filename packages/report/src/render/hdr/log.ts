import type { MeasuredWindow, RunRecord } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { HistogramLogWriter } from "hdr-histogram-js";
import { epochMs } from "../../numbers.ts";
import { timedCases } from "../../summarise/timed-cases.ts";
import { namesOf } from "./file-names.ts";
import { nanosecondsPerMs, toHdr } from "./hdr.ts";

/**
 * The run as an HdrHistogram log (version 1.3, histograms in compressed V2): one line a window and kind of time in the
 * order of time, its tag the name of the row's `.hgrm`. Values are nanoseconds, the maximum of a line ms, times seconds
 * from the run's beginning.
 */
export function renderHdrLog(run: RunRecord): string {
  const lines: string[] = [];
  const log = new HistogramLogWriter((line) => lines.push(line));
  const beginning = epochMs(run.startedAt) ?? 0;
  // Not by outputStartTime, whose date is in the time zone of whoever renders.
  log.outputComment(
    `[StartTime: ${seconds(beginning)} (seconds since epoch), ${new Date(beginning).toISOString()}]`,
  );
  log.outputComment(`[BaseTime: ${seconds(beginning)} (seconds since epoch)]`);
  log.outputLogFormatVersion();
  log.outputLegend();
  for (const { tag, window, field } of intervalsOf(run)) {
    const { [field]: data } = { latency: undefined, ...window.load };
    if (data === undefined) continue;
    const hdr = toHdr(Histogram.fromData(data));
    hdr.tag = tag;
    const from = ((epochMs(window.startedAt) ?? beginning) - beginning) / 1000;
    log.outputIntervalHistogram(hdr, from, from + window.load.seconds, nanosecondsPerMs);
  }
  return lines.join("");
}

function intervalsOf(run: RunRecord) {
  return [...namesOf(timedCases(run))]
    .flatMap(([{ windows, field }, tag]) => windows.map((window) => ({ tag, window, field })))
    .toSorted((a, b) => startOf(a.window) - startOf(b.window));
}

function startOf({ startedAt }: MeasuredWindow): number {
  return epochMs(startedAt) ?? 0;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
