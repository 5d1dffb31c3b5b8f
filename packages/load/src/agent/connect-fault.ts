import { describeOwnLimit, type OwnLimits } from "../own-limits.ts";
import type { Fault } from "./cause-log.ts";

/** No connection came about: by what the generator lacks, or by the server. */
export function connectFault(code: string, limits: OwnLimits, isUnix = false): Fault {
  // Over TCP the kernel would let it wait, and try again.
  if (isUnix && code === "EAGAIN") {
    return { kind: "connect", code, reason: "the socket's queue of waiting connections was full" };
  }
  const lacking = describeOwnLimit(code, limits);
  if (lacking !== undefined) return { kind: "generator-limit", code, reason: lacking };
  const reason = code === "ECONNREFUSED" ? "nobody listens there" : "no connection was made";
  return { kind: "connect", code, reason };
}
