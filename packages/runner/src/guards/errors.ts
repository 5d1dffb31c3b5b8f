import { errorShareOf, type LoadResult } from "@stackbench/model";
import { isMisread } from "./misread.ts";
import { percent, type Guard } from "./judged.ts";

/** A server that loses more of its requests than this is shown and not ranked. */
const unrankedAbove = 0.05;

/**
 * Requests that a server lost or answered wrongly: a property of the server like its speed, and no fault of the
 * measurement, so that the window counts.
 */
export const errors: Guard = ({ load }) => {
  const share = errorShareOf(load);
  if (share === 0 || isMisread(load)) return undefined;
  const kinds = Object.entries(load.errors).map(([kind, count]) => `${count} ${wording(kind)}`);
  const unranked = share > unrankedAbove;
  const limit = unranked
    ? `, more than the ${percent(unrankedAbove)} up to which it is ranked`
    : "";
  return {
    kind: "errors",
    severity: unranked ? "unranked" : "note",
    message: `loses ${percent(share)} of its requests${limit}: ${kinds.join(", ")}${whatRetryingSees(load)}`,
  };
};

/**
 * A request on a kept connection that the server closes without a byte of an answer may be sent again on another (RFC
 * 9112, section 9.3.1), as browsers and most client libraries do by themselves.
 */
function whatRetryingSees({ errors: kinds, succeeded }: LoadResult): string {
  const between = kinds["closed-between"];
  if (between === undefined) return "";
  const { "closed-between": _, ...others } = kinds;
  const share = errorShareOf({ succeeded, errors: others });
  return `; a client that asks again on a new connection loses ${share === 0 ? "none" : percent(share)}`;
}

function wording(kind: string): string {
  return kind === "closed-between" ? "closed between requests" : kind;
}
