import type { Endpoint, IntegerParameter } from "./endpoint.ts";

/**
 * Path and query of a request. Names in `values` that stand in braces in the endpoint's path go
 * there, the others into the query, percent-encoded, in the order given.
 */
export function requestPath(
  endpoint: Endpoint,
  values: Readonly<Record<string, string | number>> = {},
): string {
  let path = endpoint.path;
  const query: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const encoded = encodeURIComponent(value);
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encoded);
    else query.push(`${name}=${encoded}`);
  }
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** Values that no reading of "a whole number in range" lets pass. */
export function badValues(parameter: IntegerParameter): string[] {
  const values = ["x", "1.5", `${parameter.default}x`, String(parameter.minimum - 1)];
  if (parameter.maximum < Number.MAX_SAFE_INTEGER) values.push(String(parameter.maximum + 1));
  return values;
}
