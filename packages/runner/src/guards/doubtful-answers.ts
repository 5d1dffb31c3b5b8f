import type { Guard } from "./judged-window.ts";

/** What was seen when the requests were learnt: how fast a wrong answer comes tells nothing of the right one. */
export const doubtfulAnswers: Guard = ({ experiment: { customRequests = [] } }) => {
  const doubts = customRequests.flatMap((request) => request.doubts ?? []);
  if (doubts.length === 0) return undefined;
  return { kind: "doubtful-answers", severity: "note", message: doubts.join("; ") };
};
