import { leastPaddingBytes, mostPaddingBytes, type LoadLevel } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { buildSpec } from "./build-spec.ts";

const target = { host: "127.0.0.1", port: 80 };

function specOf(level: Partial<LoadLevel>, keepAlive = true) {
  const whole = { loop: "closed", connections: 4, ...level } as LoadLevel;
  const window = { workload: "hello", level: whole, seed: 1 } as const;
  return buildSpec(experimentOf(["a:bare"], { keepAlive }), window, target);
}

test("whether connections are kept is the level's to say, and else the experiment's", () => {
  expect(specOf({}).keepAlive).toBe(true);
  expect(specOf({}, false).keepAlive).toBe(false);
  expect(specOf({ keepAlive: false }).keepAlive).toBe(false);
  expect(specOf({ keepAlive: true }, false).keepAlive).toBe(true);
});

test.each([leastPaddingBytes, 1000, mostPaddingBytes])(
  "each request is longer by %i bytes, to the byte",
  (paddingBytes) => {
    const [request] = specOf({ paddingBytes }).requests;
    const [plain] = specOf({}).requests;
    const { Cookie: cookie, ...rest } = request!.headers;
    expect({ ...request, headers: rest }).toEqual(plain);
    expect(`Cookie: ${cookie}\r\n`).toHaveLength(paddingBytes);
  },
);
