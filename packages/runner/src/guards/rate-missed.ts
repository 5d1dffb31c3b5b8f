import { percent, type Guard } from "./judged.ts";

const limit = 0.99;

/**
 * Open loop: requests sent per second against the arrivals that the schedule really held. Not against the nominal
 * rate: the count of a Poisson law varies by itself, with the square root of its mean.
 */
export const rateMissed: Guard = ({ load }) => {
  const { schedule, sent } = load;
  if (schedule === undefined || sent === undefined || schedule.arrivals === 0) return undefined;
  const asked = schedule.arrivals / schedule.seconds;
  // Sending that goes on after the schedule's end is a rate that was not reached.
  const achieved = sent / Math.max(schedule.seconds, load.sendingSeconds ?? 0);
  const share = achieved / asked;
  if (share >= limit) return undefined;
  return {
    kind: "rate-missed",
    severity: "invalid",
    message: `${achieved.toFixed(1)} requests/s were sent, ${percent(share)} of the ${asked.toFixed(1)} that arrived (limit ${percent(limit)})`,
  };
};
