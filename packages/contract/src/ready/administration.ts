import type { HttpResponse } from "../verify/incoming.ts";

/** What ports serve that an app has beside its own: for metrics, health, profiles, debuggers. */
export const administrativePaths = [
  "/metrics",
  "/healthz",
  "/health",
  "/actuator",
  "/debug/pprof/",
  "/json/version",
] as const;

/** Whether an answer is metrics as Prometheus reads them, which some such ports give whatever they are asked. */
export function isMetrics({ headers, body }: Pick<HttpResponse, "headers" | "body">): boolean {
  const type = headers.get("content-type") ?? "";
  return (
    /^(application\/openmetrics-text|text\/plain; ?version=)/.test(type) ||
    /^# (HELP|TYPE) /.test(body.toString("latin1", 0, 7))
  );
}
