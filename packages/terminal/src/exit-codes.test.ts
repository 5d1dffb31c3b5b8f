import { expect, test } from "vitest";
import { codeOfRows, exitCodes, weightiest } from "./exit-codes.ts";

test.each([
  ["slower", ["failed", "slower", "invalid"]],
  ["failed", ["invalid", "failed", "ok"]],
  ["invalid", ["ok", "invalid"]],
  ["interrupted", ["slower", "interrupted", "failed"]],
  ["ok", ["ok"]],
] as const)("%s is the code where all of %j happened", (expected, happened) => {
  expect(weightiest(happened.map((name) => exitCodes[name]))).toBe(exitCodes[expected]);
});

test("nothing that happened is ever hidden behind 0", () => {
  for (const code of Object.values(exitCodes)) {
    expect(weightiest([exitCodes.ok, code])).toBe(code);
  }
});

test.each([
  [["measured", "measured"], exitCodes.ok],
  [["measured", "invalid"], exitCodes.invalid],
  [["invalid", "invalid"], exitCodes.invalid],
  [["measured", "pending"], exitCodes.invalid],
  [["invalid", "failed", "measured"], exitCodes.failed],
])("rows that are %j deserve %i", (statuses, code) => {
  expect(codeOfRows(statuses.map((status) => ({ status })))).toBe(code);
});
