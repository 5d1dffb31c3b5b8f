import { expect, test } from "vitest";
import { valueIn } from "./evaluate-in.ts";

const answer = (result: object): string => JSON.stringify({ id: 1, result });

test("gives what the app returned, and undefined where that was nothing", () => {
  expect(valueIn(answer({ result: { type: "number", value: 7 } }))).toBe(7);
  // As Node 24 answers to a body without `return`.
  expect(valueIn(answer({ result: { type: "undefined" } }))).toBeUndefined();
});

test("what went wrong is told, by the inspector or in the app", () => {
  const refused = { id: 1, error: { code: -32_000, message: "no such context" } };
  expect(() => valueIn(JSON.stringify(refused))).toThrow("the inspector: no such context");
  const thrown = answer({ result: { type: "object" }, exceptionDetails: { text: "Uncaught" } });
  expect(() => valueIn(thrown)).toThrow("in the app: ");
});
