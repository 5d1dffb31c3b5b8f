/** One piece of what a program in a container wrote. */
export interface Frame {
  stream: "stdout" | "stderr";
  bytes: Buffer;
}

const headerBytes = 8;

/**
 * Takes the engine's multiplexed stream apart: each frame is a header of 8 bytes (stream
 * number, three zeros, length as big-endian 32-bit) and its bytes; pieces arrive cut anywhere.
 */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Frame[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const frames: Frame[] = [];
    while (this.pending.length >= headerBytes) {
      const end = headerBytes + this.pending.readUInt32BE(4);
      if (this.pending.length < end) break;
      const stream = this.pending[0] === 2 ? "stderr" : "stdout";
      frames.push({ stream, bytes: this.pending.subarray(headerBytes, end) });
      this.pending = this.pending.subarray(end);
    }
    return frames;
  }
}
