import { expect, test } from "vitest";
import { abGenerator } from "./generator.ts";
import { readAb } from "./read-ab.ts";
import { usedGenerator } from "../../used-generator.ts";
import { loadSpec } from "../../testing/load-spec.ts";

const spec = loadSpec();
const traits = usedGenerator(abGenerator.traits, "closed");

function report(figures: Record<string, string | number>, failed = ""): string[] {
  const all = {
    "Document Length": "13 bytes",
    "Concurrency Level": 4,
    "Time taken for tests": "2.000 seconds",
    "Complete requests": 1000,
    "Keep-Alive requests": 1000,
    ...figures,
  };
  const lines = Object.entries(all).map(([name, value]) => `${`${name}:`.padEnd(24)}${value}`);
  return failed === "" ? lines : [...lines, failed];
}

test("complete requests without wrong ones are the successes", () => {
  expect(readAb(report({}), spec, traits)).toMatchObject({
    seconds: 2,
    succeeded: 1000,
    errors: {},
  });
});

test("errors come by kind", () => {
  const lines = report(
    { "Non-2xx responses": 7 },
    "   (Connect: 1, Receive: 2, Length: 30, Exceptions: 4)",
  );
  const result = readAb(lines, spec, traits);
  expect(result.errors).toEqual({ connect: 1, reset: 4, status: 7, length: 23 });
  expect(result.succeeded).toBe(965);
});

test("a first answer of the wrong length condemns all that are like it", () => {
  const result = readAb(report({ "Document Length": "12 bytes" }), spec, traits);
  expect(result).toMatchObject({ succeeded: 0, errors: { length: 1000 } });
});

test("a server that closes on HTTP/1.0 is not passed off as one that keeps connections", () => {
  expect(() => readAb(report({ "Keep-Alive requests": 0 }), spec, traits)).toThrow(
    "expected kept connections, got 0 for 1000",
  );
});

test("an output without figures is refused", () => {
  expect(() => readAb(["apr_socket_recv: Connection refused (111)"], spec, traits)).toThrow(
    "expected a line like",
  );
});
