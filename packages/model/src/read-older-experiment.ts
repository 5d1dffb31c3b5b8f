/**
 * An experiment as runs of before hold it, in the form of today: an app that does not speak the contract was asked one
 * request, which had no name. Anything else is passed on as it is.
 */
export function readOlderExperiment(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("customRequest" in value)) return value;
  const { customRequest: request, ...others } = value;
  return { ...others, customRequests: [{ name: nameOf(request), weight: 1, request }] };
}

function nameOf(request: unknown): string {
  const { method, path } = Object(request) as Record<string, unknown>;
  return `${String(method)} ${String(path)}`;
}
