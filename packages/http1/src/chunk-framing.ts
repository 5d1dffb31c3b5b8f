import { longestHeadBytes, ProtocolError, refuseLength } from "./protocol-error.ts";

const lineFeed = 10;
const carriageReturn = 13;
const semicolon = 59;
const blank = 32;
const tab = 9;

/** What stands between the chunks of a body, and behind the last one: RFC 9112, section 7.1. */
export class ChunkFraming {
  /** Bytes of the present chunk still to come. */
  remaining = 0;
  /** The last chunk and its trailers have come. */
  complete = false;
  #state: "size" | "extension" | "end" | "trailer" = "size";
  /** The size so far, and whether it has a digit yet. */
  #size = 0;
  #hasSize = false;
  /** Bytes of the present line that mean nothing here, and of all trailers. */
  #lineBytes = 0;
  #trailerBytes = 0;
  /** The last byte was a carriage return: a line feed has to follow. */
  #isLineFeedDue = false;

  begin(): void {
    this.remaining = 0;
    this.complete = false;
    this.#isLineFeedDue = false;
    this.#beginSize();
  }

  /** Takes bytes in up to the next chunk's first, or the end; returns the index after the last byte taken. Throws ProtocolError. */
  take(bytes: Uint8Array, from: number, to: number): number {
    let i = from;
    while (i < to && this.remaining === 0 && !this.complete) this.#takeByte(bytes[i++]!);
    return i;
  }

  #takeByte(byte: number): void {
    if (this.#isLineFeedDue) {
      if (byte !== lineFeed) {
        throw new ProtocolError(`expected a line feed after a carriage return, got byte ${byte}`);
      }
      this.#isLineFeedDue = false;
    } else if (byte === carriageReturn) {
      this.#isLineFeedDue = true;
      return;
    }
    if (this.#state === "size") this.#takeSize(byte);
    else if (this.#state === "extension") this.#takeExtension(byte);
    else if (this.#state === "end") this.#takeEnd(byte);
    else this.#takeTrailer(byte);
  }

  #beginSize(): void {
    this.#state = "size";
    this.#size = 0;
    this.#hasSize = false;
    this.#lineBytes = 0;
  }

  #takeSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#size = this.#size * 16 + digit;
      this.#hasSize = true;
      if (!Number.isSafeInteger(this.#size)) throw new ProtocolError("a chunk of over 2^53 bytes");
      if (++this.#lineBytes > longestHeadBytes) refuseLength("a chunk size");
    } else if (!this.#hasSize) {
      throw new ProtocolError(`expected a chunk size in hex, got byte ${byte}`);
    } else if (byte === lineFeed) {
      this.#endSize();
    } else if (byte === semicolon || byte === blank || byte === tab) {
      this.#state = "extension";
    } else {
      throw new ProtocolError(`expected a chunk size in hex, got byte ${byte}`);
    }
  }

  #takeExtension(byte: number): void {
    if (byte === lineFeed) this.#endSize();
    else if (++this.#lineBytes > longestHeadBytes) refuseLength("a chunk extension");
  }

  #endSize(): void {
    this.#lineBytes = 0;
    this.#trailerBytes = 0;
    this.remaining = this.#size;
    this.#state = this.#size === 0 ? "trailer" : "end";
  }

  #takeEnd(byte: number): void {
    if (byte !== lineFeed) {
      throw new ProtocolError(`expected a line end after a chunk, got byte ${byte}`);
    }
    this.#beginSize();
  }

  #takeTrailer(byte: number): void {
    if (++this.#trailerBytes > longestHeadBytes) refuseLength("trailers");
    if (byte !== lineFeed) this.#lineBytes++;
    else if (this.#lineBytes === 0) this.complete = true;
    else this.#lineBytes = 0;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
