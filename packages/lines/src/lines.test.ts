import { expect, test } from "vitest";
import { LineQueue } from "./line-queue.ts";
import { LineRing } from "./line-ring.ts";
import { LineSplitter } from "./line-splitter.ts";

function split(longestBytes: number, pieces: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(longestBytes, (line) => lines.push(line));
  for (const piece of pieces) splitter.push(Buffer.from(piece as string));
  splitter.end();
  splitter.end();
  return lines;
}

test("lines come whole, however the bytes were cut", () => {
  const text = "ab\nc é\r\n\r\n\nlast";
  const lines = ["ab", "c é", "", "", "last"];
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
    expect(split(1000, pieces)).toEqual(lines);
  }
});

test("a line that is too long is cut, and says so, however it came", () => {
  for (const pieces of [["12345\n6"], ["123", "45", "\n6"], [..."12345\n6"]]) {
    expect(split(4, pieces)).toEqual(["1234…", "6"]);
    expect(split(5, pieces)).toEqual(["12345", "6"]);
  }
  expect(split(4, ["12", "3456"])).toEqual(["1234…"]);
});

test.each([1, 7, 65_536])("100 MB without a line feed, %i bytes at a time, are let go", (size) => {
  const lines: string[] = [];
  const splitter = new LineSplitter(2000, (line) => lines.push(line));
  const piece = Buffer.alloc(size, "x");
  // In single bytes it is the calls that take time.
  const total = size === 1 ? 10_000_000 : 100_000_000;
  for (let sent = 0; sent < total; sent += size) splitter.push(piece);
  splitter.push(Buffer.from("\nnext\n"));
  expect(lines).toEqual([`${"x".repeat(2000)}…`, "next"]);
});

test("one line of 100 MB that is wanted comes whole", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter(128 * 1024 * 1024, (line) => lines.push(line));
  const piece = Buffer.alloc(1000, "x");
  for (let sent = 0; sent < 100_000_000; sent += piece.length) splitter.push(piece);
  splitter.push(Buffer.from("\n"));
  expect(lines.map((line) => line.length)).toEqual([100_000_000]);
});

test("a ring keeps the last lines", () => {
  const ring = new LineRing(3);
  for (const line of ["1", "2", "3", "4"]) ring.push(line);
  expect(ring.last(2)).toEqual(["3", "4"]);
  expect(ring.last(10)).toEqual(["2", "3", "4"]);
  expect(ring.last(0)).toEqual([]);
});

test("a reader that stops early leaves the rest to the next one", async () => {
  const queue = new LineQueue();
  queue.push("first");
  queue.push("second");
  for await (const line of queue) {
    expect(line).toBe("first");
    break;
  }
  const rest = Array.fromAsync(queue);
  queue.push("third");
  queue.end();
  expect(await rest).toEqual(["second", "third"]);
});

test("a reader that comes late or waits gets every line", async () => {
  const queue = new LineQueue();
  queue.push("before");
  const all = Array.fromAsync(queue);
  await new Promise((resolve) => setImmediate(resolve));
  for (let i = 0; i < 1000; i++) queue.push(`${i}`);
  queue.end();
  expect((await all).length).toBe(1001);
});
