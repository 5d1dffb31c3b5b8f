import { ReaderLimitError, type ProtocolError, type ResponseFramer } from "@stackbench/http1";
import type { WireRequest } from "./build-request.ts";
import type { Fault, Read } from "../../agent/cause-log.ts";

export function connectTimeout(timeoutMs: number): Fault {
  return { kind: "connect", reason: `no connection within ${timeoutMs / 1000} s` };
}

export function answerTimeout({ started }: ResponseFramer, timeoutMs: number): Fault {
  const seconds = timeoutMs / 1000;
  const reason = started
    ? `an answer that began and did not end within ${seconds} s`
    : `no byte of an answer within ${seconds} s`;
  return { kind: "timeout", reason };
}

/** The server closed, or by a code reset, a connection on which it owes an answer. */
export function lostConnection({ started, bodyBytes }: ResponseFramer, code?: string): Fault {
  const reason = started
    ? `expected a whole answer, got the connection's end after ${bodyBytes} bytes of the body`
    : "expected an answer, got the end of a new connection";
  return { kind: code === undefined ? "closed" : "reset", ...(code && { code }), reason };
}

/** As `lostConnection`, of one that had carried answers, and before a byte of the present one. */
export function lostBetween(answers: number, code?: string): Fault {
  return {
    kind: "closed-between",
    ...(code && { code }),
    reason: `expected an answer, got the end of a kept connection after ${answers} answers: what is not idempotent is not asked again`,
  };
}

/** What came is no answer, or more than the reader takes. `statusBefore`: of the answer before on the same connection, where it came right behind. */
export function malformed(
  error: ProtocolError,
  read: Read,
  statusBefore: number | undefined,
): Fault {
  const { message } = error;
  if (error instanceof ReaderLimitError) return { kind: "generator-limit", reason: message, read };
  // The body of an answer that has none by its status is taken for the next answer.
  const behind =
    statusBefore === 204 || statusBefore === 304 ? ` behind an answer with ${statusBefore}` : "";
  return { kind: "protocol", reason: message + behind, read };
}

/** More came at once than the answer. */
export function surplus(status: number, read: Read): Fault {
  const count = read.to - read.from;
  const reason = `expected nothing behind an answer with ${status}, got ${count} bytes`;
  return { kind: "protocol", reason, read };
}

/** Of a whole answer whose status or length is wrong. */
export function wrongAnswer(
  { status, bodyBytes }: ResponseFramer,
  { expectedStatus, expectedBodyBytes }: WireRequest,
  read: Read | undefined,
): Fault {
  const isStatus = status !== expectedStatus;
  const reason = isStatus
    ? `expected status ${expectedStatus}, got ${status}`
    : `expected a body of ${expectedBodyBytes} bytes, got ${bodyBytes}`;
  return { kind: isStatus ? "status" : "length", status, reason, ...(read && { read }) };
}
