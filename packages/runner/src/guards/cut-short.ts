import { neverAnsweredOf } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

/** A window bounded by requests that came to its limit of time before them. */
export const cutShort: Guard = ({ load }) => {
  if (load.kind !== "closed" || load.requestsWanted === undefined) return undefined;
  const tried = load.succeeded + neverAnsweredOf(load);
  if (tried >= load.requestsWanted) return undefined;
  return {
    kind: "cut-short",
    severity: "unranked",
    message: `${tried} of ${load.requestsWanted} requests were sent in the ${load.seconds.toFixed(1)} s that the window lasted: it came to its limit of time`,
  };
};
