import { askedIn, type Guard } from "./judged-window.ts";

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
  if (load.kind === "totals" || load.unfinished === 0) return undefined;
  const { unfinished: count } = load;
  const asked = askedIn(load);
  const share = count / Math.max(1, asked);
  const never = load.kind === "open" ? load.schedule.unsent : 0;
  const unsent = never > 0 ? `, ${never} of them never sent` : "";
  return {
    kind: "unfinished",
    severity: share > unrankedAbove ? "unranked" : "note",
    message: `${count} of ${asked} ${load.kind === "open" ? "arrivals" : "requests"} were unanswered when the drain gave up${unsent}`,
  };
};

/** Connections that never got one answer, or never came about: what the others got says nothing of them. */
export const unanswered: Guard = ({ load, connections }) => {
  if (load.kind === "totals" || load.unansweredConnections === 0) return undefined;
  // Then it is not the server that kept them away.
  if (load.errors["generator-limit"] !== undefined) return undefined;
  const count = load.unansweredConnections;
  return {
    kind: "unanswered-connections",
    severity: "unranked",
    message: `${count} of ${connections} connections never got an answer: the server serves ${connections - count} at a time`,
  };
};
