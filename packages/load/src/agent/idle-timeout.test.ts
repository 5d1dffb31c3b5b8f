import { expect, test } from "vitest";
import { ResponseFramer } from "@stackbench/http1";

test.each([
  ["Keep-Alive: timeout=5, max=100", 5000],
  ["keep-alive: max=100, timeout = 15", 15_000],
  ['Keep-Alive: timeout="2"', 2000],
  ["Keep-Alive: timeout=0", 0],
  ["Keep-Alive: max=100", Infinity],
  ["Keep-Alive: idletimeout=3", Infinity],
  ["Connection: keep-alive", Infinity],
])("%s", (line, idleTimeoutMs) => {
  const framer = new ResponseFramer();
  const answer = (header: string) => {
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${header}\r\nContent-Length: 0\r\n\r\n`);
    framer.reset();
    framer.push(bytes, 0, bytes.length);
    return framer.idleTimeoutMs;
  };
  expect(answer(line)).toBe(idleTimeoutMs);
  // What one answer says is no word of the next.
  expect(answer("X: y")).toBe(Infinity);
  expect(answer(line)).toBe(idleTimeoutMs);
});
