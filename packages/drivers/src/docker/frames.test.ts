import { describe, expect, it } from "vitest";
import { FrameReader } from "./frames.ts";

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe("FrameReader", () => {
  const bytes = Buffer.concat([frame(1, "out é"), frame(2, "err"), frame(1, "")]);
  const expected = ["stdout:out é", "stderr:err", "stdout:"];

  it.each([1, 3, 8, 1000])("takes the stream apart in pieces of %i bytes", (size) => {
    const reader = new FrameReader();
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const { stream, bytes: piece } of reader.push(bytes.subarray(at, at + size))) {
        found.push(`${stream}:${piece.toString()}`);
      }
    }
    expect(found).toEqual(expected);
  });
});
