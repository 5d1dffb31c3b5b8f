/** An HTTP/1.1 answer as it came over the wire, de-chunked. */
export interface HttpResponse {
  status: number;
  /** Names in lower case; values of repeated headers joined by ", ". */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  /** Whether the server said that it closes the connection after this answer. */
  closes: boolean;
}

/** What came is no HTTP/1.x answer. The message says what it was. */
export class NotHttpError extends Error {
  override readonly name = "NotHttpError";
}

export interface ParsedResponse {
  response: HttpResponse;
  /** Bytes of the input that belong to it. */
  length: number;
}

const headLimitBytes = 64 * 1024;
const headEnd = Buffer.from("\r\n\r\n");

/**
 * Reads one answer from the start of `bytes`; undefined while it is incomplete.
 * `ended` tells that no more will come: it completes a body without a length.
 * Throws NotHttpError.
 */
export function parseResponse(bytes: Buffer, ended: boolean): ParsedResponse | undefined {
  const headLength = bytes.indexOf(headEnd);
  if (headLength === -1) {
    const start = bytes.toString("latin1", 0, 5);
    if (!"HTTP/".startsWith(start)) throw new NotHttpError(`no HTTP answer: ${quoted(bytes)}`);
    if (bytes.length > headLimitBytes) throw new NotHttpError("headers of more than 64 KiB");
    return undefined;
  }
  const [statusLine, ...headerLines] = bytes.toString("latin1", 0, headLength).split("\r\n");
  const match = /^HTTP\/1\.([01]) (\d{3})(?: .*)?$/.exec(statusLine!);
  if (!match) throw new NotHttpError(`no HTTP status line: ${quoted(bytes)}`);
  const status = Number(match[2]);
  const headers = parseHeaders(headerLines);
  const bodyStart = headLength + headEnd.length;
  if (status < 200) {
    const rest = parseResponse(bytes.subarray(bodyStart), ended);
    return rest && { ...rest, length: rest.length + bodyStart };
  }
  const framed = parseBody(bytes.subarray(bodyStart), status, headers, ended);
  if (!framed) return undefined;
  const connection = headers.get("connection")?.toLowerCase() ?? "";
  const closes =
    framed.untilEnd ||
    connection.includes("close") ||
    (match[1] === "0" && !connection.includes("keep-alive"));
  return {
    response: { status, headers, body: framed.body, closes },
    length: bodyStart + framed.length,
  };
}

function parseHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw new NotHttpError(`no HTTP header: ${JSON.stringify(line.slice(0, 80))}`);
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const former = headers.get(name);
    headers.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return headers;
}

interface FramedBody {
  body: Buffer;
  length: number;
  untilEnd: boolean;
}

function parseBody(
  bytes: Buffer,
  status: number,
  headers: ReadonlyMap<string, string>,
  ended: boolean,
): FramedBody | undefined {
  if (status === 204 || status === 304) {
    return { body: Buffer.alloc(0), length: 0, untilEnd: false };
  }
  if (headers.get("transfer-encoding")?.toLowerCase().includes("chunked")) {
    return parseChunks(bytes);
  }
  const declared = headers.get("content-length");
  if (declared === undefined) {
    return ended ? { body: bytes, length: bytes.length, untilEnd: true } : undefined;
  }
  if (!/^\d{1,9}$/.test(declared)) {
    throw new NotHttpError(`Content-Length is ${JSON.stringify(declared.slice(0, 80))}`);
  }
  const length = Number(declared);
  if (bytes.length < length) return undefined;
  return { body: bytes.subarray(0, length), length, untilEnd: false };
}

function parseChunks(bytes: Buffer): FramedBody | undefined {
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", offset);
    if (lineEnd === -1) return undefined;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(bytes.toString("latin1", offset, lineEnd));
    if (!size) throw new NotHttpError(`no chunk size: ${quoted(bytes.subarray(offset))}`);
    const length = Number.parseInt(size[1]!, 16);
    const start = lineEnd + 2;
    if (length === 0) {
      const end = endOfTrailers(bytes, start);
      if (end === undefined) return undefined;
      return { body: Buffer.concat(parts), length: end, untilEnd: false };
    }
    if (bytes.length < start + length + 2) return undefined;
    parts.push(bytes.subarray(start, start + length));
    offset = start + length + 2;
  }
}

/** Where the empty line after the last chunk and its trailers ends. */
function endOfTrailers(bytes: Buffer, start: number): number | undefined {
  let offset = start;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", offset);
    if (lineEnd === -1) return undefined;
    if (lineEnd === offset) return lineEnd + 2;
    offset = lineEnd + 2;
  }
}

function quoted(bytes: Buffer): string {
  return JSON.stringify(bytes.toString("latin1", 0, 60));
}
