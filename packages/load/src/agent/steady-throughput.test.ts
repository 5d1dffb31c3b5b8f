import { expect, test } from "vitest";
import { seededRandom, type Random } from "@stackbench/statistics";
import { Tally } from "./tally.ts";

/** How long a request takes, ms. */
type Law = (random: Random) => number;

/** With the longest that a request takes while the load becomes steady, ms. */
const laws: [name: string, law: Law, longestMs: number][] = [
  ["constant 5 ms", () => 5, 5],
  ["exponential, mean 50 ms", (random) => -50 * Math.log(1 - random()), 400],
  ["98 % 2 ms, 2 % 100 ms", (random) => (random() < 0.98 ? 2 : 100), 100],
  ["99.9 % 2 ms, 0.1 % 1 s", (random) => (random() < 0.999 ? 2 : 1000), 1000],
];
const connections = 64;
/** The connections begin one after the other over so long. */
const staggerMs = 100;

/**
 * Throughput of a closed loop against a server of that law, counted as the generator counts: connections that start
 * one after the other, load for a second or for twice the longest request, then a window. Connections do not wait for each other
 * here, so each is gone through by itself.
 */
function throughputOf(law: Law, longestMs: number, windowMs: number, random: Random): number {
  const tally = new Tally(1, 0, false);
  // Wherever the edge falls among the answers.
  const fromMs = Math.max(1000, 2 * longestMs) + 100 * random();
  tally.mark(fromMs, fromMs + windowMs);
  for (let connection = 0; connection < connections; connection++) {
    for (let sentMs = (connection / connections) * staggerMs; sentMs < fromMs + windowMs;) {
      const nowMs = sentMs + law(random);
      if (nowMs >= fromMs) {
        tally.send(sentMs, sentMs, sentMs, undefined);
        tally.end(nowMs, sentMs);
        tally.succeed(nowMs, { sentMs, intendedMs: sentMs }, 0, 200);
      }
      sentMs = nowMs;
    }
  }
  const window = tally.report({
    cpuMs: 0,
    wallMs: 0,
    unansweredConnections: 0,
    schedule: undefined,
  }).window!;
  return (window.succeeded / windowMs) * 1000;
}

test.each(laws)(
  "%s: one second tells the same throughput as ten, to 1 %%",
  (_, law, longestMs) => {
    const random = seededRandom(7);
    const meanOf = (windowMs: number, windows: number) => {
      let sum = 0;
      for (let i = 0; i < windows; i++) sum += throughputOf(law, longestMs, windowMs, random);
      return sum / windows;
    };
    const ratio = meanOf(1000, 500) / meanOf(10_000, 50);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  },
  60_000,
);

test("a server that always takes 53 ms has the same throughput in each window of a second, to 1 %", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 50; i++) {
    const ratio = throughputOf(() => 53, 53, 1000, random) / (connections / 0.053);
    // Connections that began together would give 18 or 19 bursts for 18.9.
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  }
});
