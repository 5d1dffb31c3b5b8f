import { percent, type Guard } from "./judged-window.ts";

const limit = 0.99;
const leastMissed = 3;

/**
 * Open loop: requests sent per second against the arrivals that the schedule really held. Not against the nominal
 * rate: the count of a Poisson law varies by itself, with the square root of its mean.
 */
export const rateMissed: Guard = ({ load }) => {
  if (load.kind !== "open" || load.schedule.arrivals === 0) return undefined;
  const { schedule, sent } = load;
  const asked = schedule.arrivals / schedule.seconds;
  const achieved = sent / load.seconds;
  const share = achieved / asked;
  // What is under way at an edge may be one more or less on either side.
  if (share >= limit || schedule.arrivals - sent <= leastMissed) return undefined;
  return {
    kind: "rate-missed",
    severity: "invalid",
    message: `${achieved.toFixed(1)} requests/s were sent, ${percent(share)} of the ${asked.toFixed(1)} that arrived (limit ${percent(limit)})`,
  };
};
