import { expect, test } from "vitest";
import { heyGenerator } from "./generator.ts";
import { readHey } from "./read-hey.ts";
import { usedGenerator } from "../../used-generator.ts";
import { loadSpec } from "../../testing/load-spec.ts";

const spec = loadSpec();
const traits = usedGenerator(heyGenerator.traits, "closed");

function summary(total: string, rate: string, tail: readonly string[]): string[] {
  return [
    "",
    "Summary:",
    `  Total:\t${total} secs`,
    "  Slowest:\t0.0100 secs",
    `  Requests/sec:\t${rate}`,
    "",
    "Response time histogram:",
    "  0.001 [1]\t|",
    "  0.002 [900]\t|■■■■■■■■■■■■",
    "Latency distribution:",
    "  10% in 0.0005 secs",
    "",
    "Status code distribution:",
    ...tail,
  ];
}

test("right and wrong statuses and errors by kind are counted apart", () => {
  const lines = summary("2.0000", "500.0000", [
    "  [200]\t900 responses",
    "  [503]\t80 responses",
    "",
    "Error distribution:",
    '  [3]\tGet "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused',
    '  [4]\tGet "http://127.0.0.1:1/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    '  [5]\tGet "http://127.0.0.1:1/": EOF',
    '  [6]\tGet "http://127.0.0.1:1/": read tcp 127.0.0.1:2->127.0.0.1:1: read: connection reset by peer',
    '  [7]\tGet "http://127.0.0.1:1/": read tcp 127.0.0.1:3->127.0.0.1:1: read: connection reset by peer',
    '  [2]\tGet "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: socket: too many open files',
  ]);
  const result = readHey(lines, spec, traits);
  expect(result).toMatchObject({
    seconds: 2,
    succeeded: 900,
    statuses: { 200: 900, 503: 80 },
    errors: { status: 80, connect: 3, timeout: 4, closed: 5, reset: 13, "generator-limit": 2 },
  });
  expect(result.causes).toEqual([
    { kind: "status", status: 503, reason: "expected status 200, got 503", count: 80 },
    // Two connections, one cause.
    {
      kind: "reset",
      code: "ECONNRESET",
      reason: "read tcp 127.0.0.1:1: read: connection reset by peer",
      count: 13,
    },
    { kind: "closed", reason: "EOF", count: 5 },
    {
      kind: "timeout",
      reason: "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
      count: 4,
    },
    {
      kind: "connect",
      code: "ECONNREFUSED",
      reason: "dial tcp 127.0.0.1:1: connect: connection refused",
      count: 3,
    },
    {
      kind: "generator-limit",
      code: "EMFILE",
      reason: "dial tcp 127.0.0.1:1: socket: too many open files",
      count: 2,
    },
  ]);
});

test("beyond a million answers, which is all it remembers, the count comes from the rate", () => {
  const lines = summary("30.0000", "50000.0000", ["  [200]\t1000000 responses"]);
  const result = readHey(lines, spec, traits);
  expect(result.succeeded).toBe(1_500_000);
  expect(result.statuses).toBeUndefined();
});

test("an output without a summary is refused", () => {
  expect(() => readHey(["panic: x"], spec, traits)).toThrow('expected a line "Total"');
});
