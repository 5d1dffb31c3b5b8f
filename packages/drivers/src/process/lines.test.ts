import { expect, test } from "vitest";
import { LineQueue } from "./line-queue.ts";
import { LineRing, LineSplitter } from "./line-ring.ts";

test("lines come whole, however the text was cut", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of ["a", "b\nc\r\n", "\nlast"]) splitter.push(piece);
  splitter.end();
  splitter.end();
  expect(lines).toEqual(["ab", "c", "", "last"]);
});

test("a ring keeps the last lines, and cuts endless ones", () => {
  const ring = new LineRing(3);
  for (const line of ["1", "2", "3", "4"]) ring.push(line);
  ring.push("x".repeat(10_000));
  expect(ring.last(2)).toEqual(["4", `${"x".repeat(2000)}…`]);
  expect(ring.last(10)).toHaveLength(3);
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
