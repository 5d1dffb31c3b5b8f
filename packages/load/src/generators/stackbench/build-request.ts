import { hostHeader, requestPieces, secondNumber } from "@stackbench/http1";
import type { LoadRequest, LoadSpec } from "@stackbench/model";

/** A request as it goes over the wire, made once. */
export interface WireRequest {
  /** Index into `LoadSpec.requests`. */
  index: number;
  /** All bytes, one character each (latin1), cut where `{m}` stands and then where `{n}` does: one of one where neither does. */
  pieces: readonly (readonly string[])[];
  /** Where its numbers come from, if it has any. */
  numbers: LoadRequest["numbers"];
  /** Asking twice does what asking once does (RFC 9110, section 9.2.2). */
  isIdempotent: boolean;
  /** Its outcome changes a row, whose last value is to be known. */
  isUpdate: boolean;
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
    pieces: requestPieces(request, hostHeader(spec), spec.keepAlive),
    numbers: request.numbers,
    isIdempotent: !["POST", "PATCH"].includes(request.method),
    isUpdate: request.method === "PUT" && request.numbers !== undefined,
    expectedStatus: request.expect.status,
    expectedBodyBytes: request.expect.bodyBytes ?? -1,
  }));
}

/** The bytes of the request with that number; undefined where it has none. */
export function withNumber({ pieces, numbers }: WireRequest, number: number | undefined): string {
  if (!numbers || number === undefined) return pieces[0]![0]!;
  const filled = (part: readonly string[]) => part.join(String(number));
  const second = secondNumber(numbers, number);
  // Most have one number: no array is made for them.
  return second === undefined ? filled(pieces[0]!) : pieces.map(filled).join(String(second));
}
