import type { Guard } from "./judged-window.ts";

/** What was seen when the requests were learnt: how an app does that way is not how it is deployed. */
export const debugMode: Guard = ({ experiment: { customRequests = [] } }) => {
  const found = new Set(customRequests.flatMap(({ debug }) => debug ?? []));
  if (found.size === 0) return undefined;
  const message = `the app runs in debug mode: ${[...found].join("; ")}`;
  return { kind: "debug-mode", severity: "note", message };
};
