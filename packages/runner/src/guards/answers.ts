import type { Guard } from "./judged.ts";

const responsesForMedian = 60;
/** As for errors. */
const unrankedAbove = 0.05;

export const fewResponses: Guard = ({ load }) =>
  load.succeeded >= responsesForMedian
    ? undefined
    : {
        kind: "few-responses",
        severity: "note",
        message: `${load.succeeded} responses (a median needs ${responsesForMedian})`,
      };

/** The server's, as errors are: they count as never answered, so that a percentile which reaches them says so. */
export const unfinished: Guard = ({ load }) => {
  const { unfinished: count, schedule } = load;
  if (!count) return undefined;
  const asked = schedule?.arrivals ?? load.sent ?? load.succeeded + count;
  const share = count / Math.max(1, asked);
  const unsent = schedule && schedule.unsent > 0 ? `, ${schedule.unsent} of them never sent` : "";
  return {
    kind: "unfinished",
    severity: share > unrankedAbove ? "unranked" : "note",
    message: `${count} of ${asked} ${schedule ? "arrivals" : "requests"} were unanswered when the drain gave up${unsent}`,
  };
};

/** Connections that asked and never got one answer: what the others got says nothing of them. */
export const unanswered: Guard = ({ load, connections }) => {
  const count = load.unansweredConnections ?? 0;
  if (count === 0) return undefined;
  return {
    kind: "unanswered-connections",
    severity: "unranked",
    message: `${count} of ${connections} connections never got an answer: the server serves ${connections - count} at a time`,
  };
};
