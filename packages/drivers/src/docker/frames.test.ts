import { describe, expect, it } from "vitest";
import { FrameReader } from "./frames.ts";

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe("FrameReader", () => {
  const bytes = Buffer.concat([frame(1, "out é"), frame(2, "err"), frame(1, ""), frame(1, "!")]);

  it.each([1, 3, 8, 1000])("takes the stream apart in pieces of %i bytes", (size) => {
    const reader = new FrameReader();
    const found = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    for (let at = 0; at < bytes.length; at += size) {
      for (const piece of reader.push(bytes.subarray(at, at + size))) {
        found[piece.stream].push(piece.bytes);
      }
    }
    expect(Buffer.concat(found.stdout).toString()).toBe("out é!");
    expect(Buffer.concat(found.stderr).toString()).toBe("err");
  });

  it("gives a frame of 100 MB on as it comes, and keeps nothing of it", () => {
    const reader = new FrameReader();
    const header = frame(1, "").fill(0, 4);
    header.writeUInt32BE(100_000_000, 4);
    reader.push(header);
    const chunk = Buffer.alloc(1000, "x");
    for (let sent = 0; sent < 100_000_000; sent += chunk.length) {
      expect(reader.push(chunk)[0]!.bytes.buffer).toBe(chunk.buffer);
    }
    expect(reader.push(frame(2, "next"))).toEqual([
      { stream: "stderr", bytes: Buffer.from("next") },
    ]);
  });
});
