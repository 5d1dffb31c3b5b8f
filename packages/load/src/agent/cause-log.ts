import { causeKey, mostFirstBytes, type LoadCause, type LoadErrorKind } from "@stackbench/model";

/** Why a request failed, or was not sent. */
export interface Fault {
  kind: LoadErrorKind;
  code?: string;
  /** Of an answer that came in whole, and was wrong. */
  status?: number;
  reason: string;
  /** What the answer began with, or where it was found malformed: valid until the call returns. */
  read?: Read;
}

/** `bytes[from..to)`. */
export interface Read {
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** Causes kept, so that the most frequent are among them; a few of these are told. */
const mostKept = 64;
/** A head is looked through for what it says of a refusal no further. */
const mostHeadBytes = 4096;

/** Why requests failed: each cause once, with how often. Only what is new is looked at closely. */
export class CauseLog {
  readonly #causes = new Map<string, LoadCause>();

  add(fault: Fault): void {
    const key = causeKey(fault);
    const known = this.#causes.get(key);
    if (known) known.count++;
    else if (this.#causes.size < mostKept) this.#causes.set(key, describe(fault));
  }

  causes(): LoadCause[] {
    return [...this.#causes.values()];
  }
}

function describe({ read, reason, ...named }: Fault): LoadCause {
  const begun = read && textOf(read, mostFirstBytes);
  return {
    ...named,
    reason: reason + (named.status === undefined || !read ? "" : retryAfter(read)),
    ...(begun !== undefined && begun !== "" && { firstBytes: begun }),
    count: 1,
  };
}

/** What a server that will not answer says of when it will (RFC 9110, section 10.2.3). */
function retryAfter(read: Read): string {
  const value = /\nretry-after:[ \t]*([^\r\n]{1,40})/i.exec(textOf(read, mostHeadBytes))?.[1];
  return value === undefined ? "" : ` (Retry-After: ${value.trim()})`;
}

function textOf({ bytes, from, to }: Read, most: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(most, to - from)).toString(
    "latin1",
  );
}
