/** What the head of a response says about its framing. One object is used over and over by a framer. */
export interface Head {
  status: number;
  /** -1 where no Content-Length was sent. */
  contentLength: number;
  chunked: boolean;
  /** Whether the connection may carry another request. */
  keepAlive: boolean;
  /** How long the server says that it keeps an idle connection (`Keep-Alive: timeout=`); Infinity where it does not. */
  idleTimeoutMs: number;
}

/** The bytes are no HTTP/1.x response head. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

const lineFeed = 10;
const carriageReturn = 13;
const blank = 32;
const tab = 9;
const colon = 58;

/**
 * Reads a response head from `bytes[from..to)` into `head`: RFC 9112, sections 3 to 6.
 * Returns the index after the empty line, or -1 where the head is not complete yet.
 * Throws ProtocolError for what cannot be framed.
 */
export function parseHead(bytes: Uint8Array, from: number, to: number, head: Head): number {
  // `HTTP/1.x NNN` and a line end: nothing shorter can be judged.
  if (to - from < 13) return -1;
  if (
    bytes[from] !== 72 ||
    bytes[from + 1] !== 84 ||
    bytes[from + 2] !== 84 ||
    bytes[from + 3] !== 80 ||
    bytes[from + 4] !== 47 ||
    bytes[from + 5] !== 49 ||
    bytes[from + 6] !== 46 ||
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
    ones > 9
  ) {
    throw new ProtocolError(`expected a three-digit status, got ${excerpt(bytes, from, to)}`);
  }
  head.status = hundreds * 100 + tens * 10 + ones;
  head.contentLength = -1;
  head.chunked = false;
  head.idleTimeoutMs = Infinity;
  head.keepAlive = bytes[from + 7] !== 48; // HTTP/1.0 closes unless it says otherwise

  let i = from + 12;
  while (i < to && bytes[i] !== lineFeed) i++;
  if (i === to) return -1;
  i++;
  for (;;) {
    if (i === to) return -1;
    const first = bytes[i]!;
    if (first === lineFeed) return i + 1;
    if (first === carriageReturn) {
      if (i + 1 === to) return -1;
      if (bytes[i + 1] !== lineFeed) throw new ProtocolError("a carriage return without line feed");
      return i + 2;
    }
    const nameStart = i;
    let byte = first;
    while (byte !== colon && byte !== lineFeed && ++i < to) byte = bytes[i]!;
    if (i === to) return -1;
    if (byte === lineFeed || i === nameStart) {
      throw new ProtocolError(`a header line without a name: ${excerpt(bytes, nameStart, to)}`);
    }
    const nameEnd = i;
    i++;
    while (i < to && bytes[i] !== lineFeed) i++;
    if (i === to) return -1;
    // Only these steer the framing, and how long the connection may be used; their lengths differ, so that most names are told apart by it.
    const length = nameEnd - nameStart;
    if (length === 14) {
      if (isName(bytes, nameStart, "content-length")) readLength(bytes, nameEnd + 1, i, head);
    } else if (length === 10) {
      if (isName(bytes, nameStart, "connection")) readConnection(bytes, nameEnd + 1, i, head);
      else if (isName(bytes, nameStart, "keep-alive")) readTimeout(bytes, nameEnd + 1, i, head);
    } else if (length === 17) {
      if (isName(bytes, nameStart, "transfer-encoding")) readCoding(bytes, nameEnd + 1, i, head);
    }
    i++;
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
  for (; i < to; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const digits = i - start;
  while (i < to && isBlank(bytes[i]!)) i++;
  const conflicting = head.contentLength >= 0 && head.contentLength !== value;
  if (digits === 0 || digits > 15 || i !== to || conflicting) {
    throw new ProtocolError(`expected one Content-Length, got ${excerpt(bytes, from, to)}`);
  }
  head.contentLength = value;
}

function readConnection(bytes: Uint8Array, from: number, to: number, head: Head): void {
  let start = from;
  let end = to;
  while (start < end && isBlank(bytes[start]!)) start++;
  while (start < end && isBlank(bytes[end - 1]!)) end--;
  // The two that nearly every response has, without making a string of them.
  if (end - start === 10 && isName(bytes, start, "keep-alive")) head.keepAlive = true;
  else if (end - start === 5 && isName(bytes, start, "close")) head.keepAlive = false;
  else {
    const listed = tokens(bytes, start, end);
    if (listed.includes("close")) head.keepAlive = false;
    else if (listed.includes("keep-alive")) head.keepAlive = true;
  }
}

const digitsOfTimeout = /(?:^|[\s,;])timeout\s*=\s*"?(\d{1,9})(?!\d)/i;
/** A server says the same in every answer: its last value is not read again. */
let lastTimeout = { text: Buffer.alloc(0), ms: Infinity };

/** `timeout=5, max=100`, seconds (RFC 2068, section 19.7.1.1). */
function readTimeout(bytes: Uint8Array, from: number, to: number, head: Head): void {
  if (!isSame(lastTimeout.text, bytes, from, to)) {
    const text = Buffer.from(bytes.subarray(from, to));
    const seconds = digitsOfTimeout.exec(text.toString("latin1"))?.[1];
    lastTimeout = { text, ms: seconds === undefined ? Infinity : Number(seconds) * 1000 };
  }
  head.idleTimeoutMs = lastTimeout.ms;
}

function isSame(text: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[from + i]) return false;
  return true;
}

function readCoding(bytes: Uint8Array, from: number, to: number, head: Head): void {
  head.chunked = tokens(bytes, from, to).at(-1) === "chunked";
}

function isBlank(byte: number): boolean {
  return byte === blank || byte === tab || byte === carriageReturn;
}

function tokens(bytes: Uint8Array, from: number, to: number): string[] {
  return String.fromCharCode(...bytes.subarray(from, to))
    .toLowerCase()
    .split(",")
    .map((token) => token.trim());
}

function excerpt(bytes: Uint8Array, from: number, to: number): string {
  return JSON.stringify(String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 40))));
}
