import { expect, test } from "vitest";
import { NumberRing } from "./number-ring.ts";

test("numbers leave in the order in which they came, however often it wraps round and grows", () => {
  const ring = new NumberRing(3);
  const expected: number[] = [];
  let came = 0;
  for (let step = 0; step < 2000; step++) {
    // Fills faster than it empties at first, then the other way round.
    const pushes = step < 1000 ? (step % 3) + 1 : 0;
    for (let i = 0; i < pushes; i++) {
      ring.push(came);
      expected.push(came++);
    }
    expect(ring.length).toBe(expected.length);
    if (ring.length > 0) expect(ring.shift()).toBe(expected.shift());
  }
  expect(came).toBeGreaterThan(1500);
});
