import { readIdleTimeout } from "./read-idle-timeout.ts";
import { ProtocolError } from "./protocol-error.ts";

/** What the head of a response says about its framing. One object is used over and over by a framer. */
export interface Head {
  status: number;
  /** -1 where no Content-Length was sent, or none that is valid. */
  contentLength: number;
  /** What was sent for a length and is none: that counts only where the length does. */
  wrongLength: string | undefined;
  /** `other` codings end with the connection. */
  coding: "none" | "chunked" | "other";
  /** Whether the connection may carry another request. */
  keepAlive: boolean;
  /** How long the server says that it keeps an idle connection (`Keep-Alive: timeout=`); Infinity where it does not. */
  idleTimeoutMs: number;
}

const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
const tab = 9;
const colon = 58;
const startOfVersion = [72, 84, 84, 80, 47, 49, 46]; // HTTP/1.

/**
 * Reads a response head from `bytes[from..to)` into `head`: RFC 9112, sections 2 to 6.
 * Returns the index after the empty line, or -1 where the head is not complete yet.
 * Throws ProtocolError for what is no head.
 */
export function parseHead(bytes: Uint8Array, from: number, to: number, head: Head): number {
  // `HTTP/1.x NNN` and a line end: nothing shorter can be complete.
  if (to - from < 13) {
    expectStart(bytes, from, to);
    return -1;
  }
  if (
    bytes[from] !== 72 ||
    bytes[from + 1] !== 84 ||
    bytes[from + 2] !== 84 ||
    bytes[from + 3] !== 80 ||
    bytes[from + 4] !== 47 ||
    bytes[from + 5] !== 49 ||
    bytes[from + 6] !== 46 ||
    !isDigit(bytes[from + 7]!) ||
    bytes[from + 8] !== blank
  ) {
    throw new ProtocolError(`expected "HTTP/1.x", got ${excerpt(bytes, from, to)}`);
  }
  const hundreds = bytes[from + 9]! - 48;
  const tens = bytes[from + 10]! - 48;
  const ones = bytes[from + 11]! - 48;
  // One test for three digits: negative numbers have high bits as well.
  if (
    ((hundreds | tens | ones) & ~15) !== 0 ||
    hundreds < 1 ||
    hundreds > 9 ||
    tens > 9 ||
    ones > 9 ||
    !isBlank(bytes[from + 12]!)
  ) {
    throw new ProtocolError(`expected a three-digit status, got ${excerpt(bytes, from, to)}`);
  }
  head.status = hundreds * 100 + tens * 10 + ones;
  head.contentLength = -1;
  head.wrongLength = undefined;
  head.coding = "none";
  head.idleTimeoutMs = Infinity;
  let isToClose = false;
  let isToKeep = bytes[from + 7] !== 48; // HTTP/1.0 closes unless it says otherwise

  let i = from + 12;
  while (i < to && bytes[i] !== lineFeed) i++;
  if (i === to) return -1;
  i++;
  // Between the status line and the first field such a line is to be skipped (RFC 9112, section 2.2).
  while (i < to && (bytes[i] === blank || bytes[i] === tab)) {
    while (i < to && bytes[i] !== lineFeed) i++;
    if (i === to) return -1;
    i++;
  }
  for (;;) {
    if (i === to) return -1;
    const first = bytes[i]!;
    if (first === lineFeed) break;
    if (first === carriageReturn) {
      if (i + 1 === to) return -1;
      if (bytes[i + 1] !== lineFeed) throw new ProtocolError("a carriage return without line feed");
      i++;
      break;
    }
    const nameStart = i;
    let byte = first;
    while (byte !== colon && byte !== lineFeed && ++i < to) byte = bytes[i]!;
    if (i === to) return -1;
    if (byte === lineFeed || i === nameStart) {
      throw new ProtocolError(`a header line without a name: ${excerpt(bytes, nameStart, to)}`);
    }
    let nameEnd = i;
    while (bytes[nameEnd - 1]! <= blank) nameEnd--;
    i++;
    const valueStart = i;
    while (i < to && bytes[i] !== lineFeed) i++;
    if (i + 1 >= to) return -1;
    // A line that begins with a blank goes on with the value (RFC 9112, section 5.2).
    while (bytes[i + 1] === blank || bytes[i + 1] === tab) {
      i++;
      while (i < to && bytes[i] !== lineFeed) i++;
      if (i + 1 >= to) return -1;
    }
    // Only these steer the framing, and how long the connection may be used; their lengths differ, so that most names are told apart by it.
    const length = nameEnd - nameStart;
    if (length === 14) {
      if (isName(bytes, nameStart, "content-length")) readLength(bytes, valueStart, i, head);
    } else if (length === 10) {
      if (isName(bytes, nameStart, "connection")) {
        const told = readConnection(bytes, valueStart, i);
        if (told === "close") isToClose = true;
        else if (told === "keep-alive") isToKeep = true;
      } else if (isName(bytes, nameStart, "keep-alive")) {
        head.idleTimeoutMs = readIdleTimeout(bytes, valueStart, i);
      }
    } else if (length === 17) {
      if (isName(bytes, nameStart, "transfer-encoding")) readCoding(bytes, valueStart, i, head);
    }
    i++;
  }
  // HTTP/1.0 knows no transfer codings: such framing is not to be trusted further (RFC 9112, section 6.1).
  const isFaulty = head.coding !== "none" && bytes[from + 7] === 48;
  // Wherever `close` stands, it counts (RFC 9112, section 9.3).
  head.keepAlive = isToKeep && !isToClose && !isFaulty;
  return i + 1;
}

/** So that what is no HTTP, and too short for a head, is known at once. */
function expectStart(bytes: Uint8Array, from: number, to: number): void {
  for (let i = 0; i < startOfVersion.length && from + i < to; i++) {
    if (bytes[from + i] !== startOfVersion[i]) {
      throw new ProtocolError(`expected "HTTP/1.x", got ${excerpt(bytes, from, to)}`);
    }
  }
}

function isName(bytes: Uint8Array, at: number, lowerCaseName: string): boolean {
  for (let i = 0; i < lowerCaseName.length; i++) {
    // Setting bit 5 lowers a letter; "-" (45) has it already.
    if ((bytes[at + i]! | 32) !== lowerCaseName.charCodeAt(i)) return false;
  }
  return true;
}

function readLength(bytes: Uint8Array, from: number, to: number, head: Head): void {
  let i = from;
  while (i < to && isBlank(bytes[i]!)) i++;
  let value = 0;
  const start = i;
  for (; i < to && isDigit(bytes[i]!); i++) value = value * 10 + (bytes[i]! - 48);
  const hasDigits = i > start;
  while (i < to && isBlank(bytes[i]!)) i++;
  if (!hasDigits || i !== to) value = lengthInList(bytes, from, to);
  const conflicts = head.contentLength >= 0 && head.contentLength !== value;
  if (conflicts || !Number.isSafeInteger(value)) {
    const isAnother = conflicts && Number.isSafeInteger(value);
    head.wrongLength ??= isAnother
      ? `${head.contentLength} and ${value}`
      : excerpt(bytes, from, to);
  } else {
    head.contentLength = value;
  }
}

/** One length that was sent several times over, in a list (RFC 9112, section 6.3, rule 5); NaN for anything else. */
function lengthInList(bytes: Uint8Array, from: number, to: number): number {
  const listed = [...new Set(tokens(bytes, from, to))];
  return listed.length === 1 && /^\d+$/.test(listed[0]!) ? Number(listed[0]) : Number.NaN;
}

function readConnection(
  bytes: Uint8Array,
  from: number,
  to: number,
): "close" | "keep-alive" | undefined {
  let start = from;
  let end = to;
  while (start < end && isBlank(bytes[start]!)) start++;
  while (start < end && isBlank(bytes[end - 1]!)) end--;
  // The two that nearly every response has, without making a string of them.
  if (end - start === 10 && isName(bytes, start, "keep-alive")) return "keep-alive";
  if (end - start === 5 && isName(bytes, start, "close")) return "close";
  const listed = tokens(bytes, start, end);
  return (["close", "keep-alive"] as const).find((option) => listed.includes(option));
}

/** Of several fields the last one's last coding tells how the body ends. */
function readCoding(bytes: Uint8Array, from: number, to: number, head: Head): void {
  const last = tokens(bytes, from, to).at(-1);
  if (last !== undefined) head.coding = last === "chunked" ? "chunked" : "other";
}

/** White space, and the line ends of a value that goes on in the next line. */
function isBlank(byte: number): boolean {
  return byte === blank || byte === tab || byte === carriageReturn || byte === lineFeed;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** The elements of a list in lower case, without the empty ones (RFC 9110, section 5.6.1). */
function tokens(bytes: Uint8Array, from: number, to: number): string[] {
  return latin1(bytes, from, to)
    .toLowerCase()
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token !== "");
}

function excerpt(bytes: Uint8Array, from: number, to: number): string {
  return JSON.stringify(latin1(bytes, from, Math.min(to, from + 60)));
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
}
