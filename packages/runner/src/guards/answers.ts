import { percent, type Guard } from "./judged.ts";

const responsesForMedian = 60;
const unfinishedLimit = 0.001;

export const fewResponses: Guard = ({ load }) =>
  load.succeeded >= responsesForMedian
    ? undefined
    : {
        kind: "few-responses",
        severity: "note",
        message: `${load.succeeded} responses (a median needs ${responsesForMedian})`,
      };

/** In an open loop the requests that are cut off are the slowest ones: without them every high percentile is too low. */
export const unfinished: Guard = ({ load }) => {
  if (!load.unfinished) return undefined;
  if (load.schedule === undefined) {
    return {
      kind: "unfinished",
      severity: "note",
      message: `${load.unfinished} requests were unanswered when the drain gave up`,
    };
  }
  const share = load.unfinished / load.schedule.arrivals;
  const invalid = share > unfinishedLimit;
  const unsent = load.schedule.unsent > 0 ? `, ${load.schedule.unsent} of them never sent` : "";
  return {
    kind: "unfinished",
    severity: invalid ? "invalid" : "note",
    message: `${load.unfinished} of ${load.schedule.arrivals} arrivals were unanswered when the drain gave up${unsent}: the slowest ones, so every percentile beyond ${(100 * (1 - share)).toFixed(2)} would be too low (limit ${percent(unfinishedLimit)})`,
  };
};
