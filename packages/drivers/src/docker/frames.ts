/** Some of what a program in a container wrote: a frame that came in pieces is given in pieces. */
export interface Piece {
  stream: "stdout" | "stderr";
  bytes: Buffer;
}

const headerBytes = 8;

/**
 * Takes the engine's multiplexed stream apart: each frame is a header of 8 bytes (stream
 * number, three zeros, length as big-endian 32-bit) and its bytes; pieces arrive cut anywhere.
 * Nothing but a cut header is kept.
 */
export class FrameReader {
  readonly #header = Buffer.alloc(headerBytes);
  #headerLength = 0;
  /** Bytes of the present frame still to come. */
  #remaining = 0;

  push(chunk: Buffer): Piece[] {
    const pieces: Piece[] = [];
    for (let at = 0; at < chunk.length;) {
      if (this.#remaining === 0) {
        const copied = chunk.copy(this.#header, this.#headerLength, at);
        at += copied;
        this.#headerLength += copied;
        if (this.#headerLength < headerBytes) break;
        this.#headerLength = 0;
        this.#remaining = this.#header.readUInt32BE(4);
      } else {
        const end = Math.min(chunk.length, at + this.#remaining);
        const stream = this.#header[0] === 2 ? "stderr" : "stdout";
        pieces.push({ stream, bytes: chunk.subarray(at, end) });
        this.#remaining -= end - at;
        at = end;
      }
    }
    return pieces;
  }
}
