import { percent, type Guard } from "./judged-window.ts";

const limit = 0.99;
const leastMissed = 3;

/**
 * Open loop: requests sent per second against the arrivals that the schedule really held. Not against the nominal
 * rate: the count of a Poisson law varies by itself, with the square root of its mean. An arrival that the server gave no
 * connection was tried in its time: an error, which is no fault of the measurement.
 */
export const rateMissed: Guard = ({ load }) => {
  if (load.kind !== "open" || load.schedule.arrivals === 0) return undefined;
  const { schedule, sent } = load;
  const asked = schedule.arrivals / schedule.seconds;
  const tried = sent + (load.errors.connect ?? 0);
  const achieved = tried / load.seconds;
  const share = achieved / asked;
  // What is under way at an edge may be one more or less on either side.
  if (share >= limit || schedule.arrivals - tried <= leastMissed) return undefined;
  return {
    kind: "rate-missed",
    severity: "invalid",
    message: `${achieved.toFixed(1)} requests/s were ${tried > sent ? "tried" : "sent"}, ${percent(share)} of the ${asked.toFixed(1)} that arrived (limit ${percent(limit)})`,
  };
};
