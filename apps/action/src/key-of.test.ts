import { expect, test } from "vitest";
import { keyOf } from "./key-of.ts";

const key = (...words: string[]): string => keyOf("./shop", ["--stack=./shop", ...words]);

test("what is asked tells two comments of one pull request apart, and how it is measured does not", () => {
  const others = [
    ["--workload=items"],
    ["--path=/a"],
    ["--path=/b"],
    ["--http=a.http", "--any-length"],
  ];
  const keys = [key(), ...others.map((words) => key(...words))];
  expect(new Set(keys).size).toBe(keys.length);
  expect(key("--path=/a", "--budget=10m", "--driver=docker", "--paths=x")).toBe(key("--path=/a"));
  expect(keyOf("./cart", [])).not.toBe(key());
});
