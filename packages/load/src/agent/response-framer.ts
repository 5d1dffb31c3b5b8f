import { parseHead, ProtocolError, type Head } from "./parse-head.ts";

/** Heads longer than this are refused, as most servers and clients do. */
const longestHeadBytes = 64 * 1024;

type State = "head" | "length" | "until-close" | "chunk-size" | "chunk" | "chunk-end" | "trailer";

/**
 * Finds where responses end in a stream of bytes, however it was cut up: Content-Length,
 * chunked, no body (204, 304), or until the server closes. Interim (1xx) responses are skipped.
 * Give it bytes with `push` until `complete`, read the fields, then `reset` for the next response.
 */
export class ResponseFramer {
  /** The response is whole: all fields below count. */
  complete = false;
  /** Any byte of the response has come. */
  started = false;
  /** Bytes of the body so far, chunk framing taken off. */
  bodyBytes = 0;
  readonly #head: Head = {
    status: 0,
    contentLength: -1,
    chunked: false,
    keepAlive: true,
    idleTimeoutMs: Infinity,
  };
  #state: State = "head";
  /** Bytes still to come of the body or chunk; while reading a chunk's size, the size so far. */
  #remaining = 0;
  /** Hex digits of the chunk size so far; -1 once its extension has begun. */
  #sizeDigits = 0;
  /** Bytes on the present trailer line. */
  #lineBytes = 0;
  /** A head that came in pieces, so far. */
  #kept = new Uint8Array(0);
  /** The body so far, where it is kept: one character a byte. */
  #body = "";
  /** Longest body that is kept; 0 where none is. */
  #keptBytes = 0;

  get status(): number {
    return this.#head.status;
  }

  /** Whether the connection may carry another request after this response. */
  get keepAlive(): boolean {
    return this.#head.keepAlive;
  }

  /** How long the server keeps the connection idle by its own word; Infinity where it says nothing. */
  get idleTimeoutMs(): number {
    return this.#head.idleTimeoutMs;
  }

  /** The whole body, one character a byte; undefined where it was not to be kept, or is longer. */
  get body(): string | undefined {
    return this.#keptBytes > 0 && this.bodyBytes <= this.#keptBytes ? this.#body : undefined;
  }

  /** `keptBytes`: the longest body to be kept, 0 for none. */
  reset(keptBytes = 0): void {
    this.#keptBytes = keptBytes;
    if (keptBytes > 0) this.#body = "";
    this.complete = false;
    this.started = false;
    this.bodyBytes = 0;
    this.#state = "head";
    if (this.#kept.length > 0) this.#kept = new Uint8Array(0);
  }

  /**
   * Takes `bytes[from..to)` in, up to the end of the response; returns the index after the last byte taken.
   * The bytes are not kept hold of. Throws ProtocolError for what is no HTTP/1.x response.
   */
  push(bytes: Uint8Array, from: number, to: number): number {
    let i = from;
    if (i < to) this.started = true;
    while (!this.complete && i < to) {
      i = this.#state === "head" ? this.#takeHead(bytes, i, to) : this.#takeBody(bytes, i, to);
    }
    return i;
  }

  /** The server closed its side. True where that completes the response. */
  end(): boolean {
    if (this.#state !== "until-close") return false;
    this.complete = true;
    return true;
  }

  #takeHead(bytes: Uint8Array, from: number, to: number): number {
    const keptBytes = this.#kept.length;
    if (keptBytes === 0) {
      const end = parseHead(bytes, from, to, this.#head);
      if (end < 0) return this.#keep(bytes, from, to);
      this.#begin();
      return end;
    }
    this.#keep(bytes, from, to);
    const end = parseHead(this.#kept, 0, this.#kept.length, this.#head);
    if (end < 0) return to;
    this.#kept = new Uint8Array(0);
    this.#begin();
    return from + (end - keptBytes);
  }

  #keep(bytes: Uint8Array, from: number, to: number): number {
    const joined = new Uint8Array(this.#kept.length + (to - from));
    if (joined.length > longestHeadBytes) {
      throw new ProtocolError(`expected a head of at most ${longestHeadBytes} bytes, got more`);
    }
    joined.set(this.#kept);
    joined.set(bytes.subarray(from, to), this.#kept.length);
    this.#kept = joined;
    return to;
  }

  /** The head is whole: decides how the body ends (RFC 9112, section 6.3). */
  #begin(): void {
    const { status, contentLength, chunked } = this.#head;
    if (status < 200) {
      if (status === 101) throw new ProtocolError("101 Switching Protocols was not asked for");
      return; // interim: the real head follows
    }
    if (status === 204 || status === 304) this.complete = true;
    else if (chunked) {
      this.#state = "chunk-size";
      this.#remaining = 0;
      this.#sizeDigits = 0;
    } else if (contentLength === 0) this.complete = true;
    else if (contentLength > 0) {
      this.#state = "length";
      this.#remaining = contentLength;
    } else {
      this.#state = "until-close";
      this.#head.keepAlive = false;
    }
  }

  #takeBody(bytes: Uint8Array, from: number, to: number): number {
    switch (this.#state) {
      case "length":
      case "chunk": {
        const taken = Math.min(this.#remaining, to - from);
        this.#takeBodyBytes(bytes, from, from + taken);
        this.#remaining -= taken;
        if (this.#remaining === 0) {
          if (this.#state === "length") this.complete = true;
          else this.#state = "chunk-end";
        }
        return from + taken;
      }
      case "until-close":
        this.#takeBodyBytes(bytes, from, to);
        return to;
      case "chunk-size":
        this.#takeSizeByte(bytes[from]!);
        return from + 1;
      case "chunk-end":
        this.#takeChunkEnd(bytes[from]!);
        return from + 1;
      default:
        this.#takeTrailerByte(bytes[from]!);
        return from + 1;
    }
  }

  #takeBodyBytes(bytes: Uint8Array, from: number, to: number): void {
    this.bodyBytes += to - from;
    if (this.bodyBytes > this.#keptBytes) return;
    this.#body += Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
  }

  #takeSizeByte(byte: number): void {
    if (byte === 10) {
      if (this.#sizeDigits === 0) throw new ProtocolError("a chunk without a size");
      this.#state = this.#remaining === 0 ? "trailer" : "chunk";
      this.#lineBytes = 0;
      return;
    }
    if (this.#sizeDigits < 0 || byte === 13) return;
    const digit = hexDigit(byte);
    if (digit >= 0 && this.#sizeDigits < 13) {
      this.#remaining = this.#remaining * 16 + digit;
      this.#sizeDigits++;
    } else if (this.#sizeDigits > 0 && (byte === 59 || byte === 32 || byte === 9)) {
      this.#sizeDigits = -1; // an extension: up to the line's end it means nothing here
    } else {
      throw new ProtocolError(`expected a chunk size in hex, got byte ${byte}`);
    }
  }

  #takeChunkEnd(byte: number): void {
    if (byte === 13) return;
    if (byte !== 10) throw new ProtocolError(`expected a line end after a chunk, got byte ${byte}`);
    this.#state = "chunk-size";
    this.#remaining = 0;
    this.#sizeDigits = 0;
  }

  #takeTrailerByte(byte: number): void {
    if (byte === 10) {
      if (this.#lineBytes === 0) this.complete = true;
      this.#lineBytes = 0;
    } else if (byte !== 13) {
      this.#lineBytes++;
    }
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
