import { hostHeader, numbered, requestBytes } from "@stackbench/http1";
import type { LoadSpec } from "@stackbench/model";

/** What a request of this load takes on a connection, head and body, bytes: the mean over those that are sent in turn. */
export function meanSentBytes(spec: LoadSpec): number {
  const host = hostHeader(spec);
  const bytes = spec.requests.map(
    (request) => requestBytes(numbered(request), host, spec.keepAlive).length,
  );
  return spec.sequence.reduce((sum, index) => sum + bytes[index]!, 0) / spec.sequence.length;
}
