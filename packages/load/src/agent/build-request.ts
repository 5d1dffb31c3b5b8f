import { hostHeader, requestBytes } from "@stackbench/http1";
import type { LoadSpec } from "@stackbench/model";

/** A request as it goes over the wire, made once. */
export interface WireRequest {
  /** Index into `LoadSpec.requests`. */
  index: number;
  /** All bytes, one character each (latin1). */
  bytes: string;
  expectedStatus: number;
  /** -1 where any length is right. */
  expectedBodyBytes: number;
}

/** Lays every request of the spec out as bytes. */
export function buildRequests(
  spec: Pick<LoadSpec, "host" | "port" | "requests" | "keepAlive">,
): WireRequest[] {
  return spec.requests.map((request, index) => ({
    index,
    bytes: requestBytes(request, hostHeader(spec), spec.keepAlive),
    expectedStatus: request.expect.status,
    expectedBodyBytes: request.expect.bodyBytes ?? -1,
  }));
}
