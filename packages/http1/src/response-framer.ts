import { ByteStore } from "./byte-store.ts";
import { ChunkFraming } from "./chunk-framing.ts";
import { HeadEnd } from "./head-end.ts";
import { parseHead, type Head } from "./parse-head.ts";
import { longestHeadBytes, ProtocolError, refuseLength } from "./protocol-error.ts";

type State = "head" | "length" | "chunked" | "until-close";

/** The shortest head that can be judged: `HTTP/1.x NNN` and a line end. */
const shortestHeadBytes = 13;

/**
 * Finds where responses end in a stream of bytes, however it was cut up: Content-Length,
 * chunked, no body (204, 304, to HEAD), or until the server closes. Interim (1xx) responses are skipped.
 * Give it bytes with `push` until `complete`, read the fields, then `reset` for the next response.
 * Its work is linear in the bytes that come, and what it keeps of them is bounded.
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
    wrongLength: undefined,
    coding: "none",
    keepAlive: true,
    idleTimeoutMs: Infinity,
  };
  #state: State = "head";
  /** Bytes still to come of a body with a length. */
  #remaining = 0;
  readonly #chunks = new ChunkFraming();
  /** A head that came in pieces, so far. */
  readonly #kept = new ByteStore();
  readonly #keptEnd = new HeadEnd();
  readonly #keepsHeads: boolean;
  #headText = "";
  /** The body so far, where it is kept. */
  readonly #body = new ByteStore();
  /** Longest body that is kept; 0 where none is. */
  #keptBytes = 0;
  /** The request was HEAD. */
  #isToHead = false;

  /** `keepsHeads`: `head` is wanted. */
  constructor({ keepsHeads = false }: { keepsHeads?: boolean } = {}) {
    this.#keepsHeads = keepsHeads;
  }

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

  /** The response's own head, with its empty line, one character a byte; empty where heads are not kept. */
  get head(): string {
    return this.#headText;
  }

  /** The whole body, valid until `reset`; undefined where it was not to be kept, or is longer. */
  get body(): Buffer | undefined {
    return this.#holdsBody ? this.#body.view() : undefined;
  }

  /** As `body`, and the caller's own from then on. */
  takeBody(): Buffer | undefined {
    return this.#holdsBody ? this.#body.take() : undefined;
  }

  get #holdsBody(): boolean {
    return this.#keptBytes > 0 && this.bodyBytes <= this.#keptBytes;
  }

  /** `keptBytes`: the longest body to be kept, 0 for none. `isToHead`: the request is HEAD, whose answers have no body. */
  reset(keptBytes = 0, isToHead = false): void {
    if (this.#keptBytes > 0) this.#body.clear();
    this.#keptBytes = keptBytes;
    this.#isToHead = isToHead;
    this.complete = false;
    this.started = false;
    this.bodyBytes = 0;
    this.#state = "head";
    if (this.#kept.length > 0) this.#kept.clear();
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
    const kept = this.#kept;
    if (kept.length === 0) {
      const end = parseHead(bytes, from, to, this.#head);
      if (end < 0) {
        this.#keptEnd.reset();
        this.#keptEnd.find(bytes, from, to);
        this.#keep(bytes, from, to);
        return to;
      }
      if (end - from > longestHeadBytes) refuseLength("a head");
      this.#begin(bytes, from, end);
      return end;
    }
    const found = this.#keptEnd.find(bytes, from, to);
    const end = found < 0 ? to : found;
    const isJudged = kept.length >= shortestHeadBytes;
    this.#keep(bytes, from, end);
    // Once its start is known to be one, a head is read again only when it is whole.
    if (isJudged && found < 0) return end;
    const whole = kept.view();
    if (parseHead(whole, 0, whole.length, this.#head) >= 0) {
      this.#begin(whole, 0, whole.length);
      kept.clear();
    }
    return end;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    if (this.#kept.length + (to - from) > longestHeadBytes) refuseLength("a head");
    this.#kept.add(bytes, from, to);
  }

  /** The head is whole: decides how the body ends (RFC 9112, section 6.3). */
  #begin(bytes: Uint8Array, from: number, to: number): void {
    const { status, contentLength, wrongLength, coding } = this.#head;
    if (status < 200) {
      if (status === 101) throw new ProtocolError("101 Switching Protocols was not asked for");
      return; // interim: the real head follows
    }
    if (this.#keepsHeads) {
      const head = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
      this.#headText = head.toString("latin1");
    }
    if (status === 204 || status === 304 || this.#isToHead) this.complete = true;
    else if (coding === "chunked") {
      this.#state = "chunked";
      this.#chunks.begin();
    } else if (coding === "none" && wrongLength !== undefined) {
      throw new ProtocolError(`expected one Content-Length, got ${wrongLength}`);
    } else if (coding === "none" && contentLength >= 0) {
      this.#state = "length";
      this.#remaining = contentLength;
      this.complete = contentLength === 0;
    } else {
      this.#state = "until-close";
      this.#head.keepAlive = false;
    }
  }

  #takeBody(bytes: Uint8Array, from: number, to: number): number {
    if (this.#state === "chunked") return this.#takeChunked(bytes, from, to);
    if (this.#state === "until-close") {
      this.#takeBodyBytes(bytes, from, to);
      return to;
    }
    const taken = Math.min(this.#remaining, to - from);
    this.#takeBodyBytes(bytes, from, from + taken);
    this.#remaining -= taken;
    if (this.#remaining === 0) this.complete = true;
    return from + taken;
  }

  #takeChunked(bytes: Uint8Array, from: number, to: number): number {
    const chunks = this.#chunks;
    if (chunks.remaining === 0) {
      const taken = chunks.take(bytes, from, to);
      this.complete = chunks.complete;
      return taken;
    }
    const taken = Math.min(chunks.remaining, to - from);
    this.#takeBodyBytes(bytes, from, from + taken);
    chunks.remaining -= taken;
    return from + taken;
  }

  #takeBodyBytes(bytes: Uint8Array, from: number, to: number): void {
    this.bodyBytes += to - from;
    if (this.#keptBytes === 0) return;
    if (this.bodyBytes <= this.#keptBytes) this.#body.add(bytes, from, to);
    else this.#body.clear();
  }
}
