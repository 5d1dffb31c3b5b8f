import { expect, test } from "vitest";
import { commandOf } from "./command.ts";

test("a command that is shown to be copied is one line, and measures the same", () => {
  const asked = ["ab", "--base=main", "--stack=./my app", "--json", "--out=/tmp/x", "--jsonl=1"];
  expect(commandOf(asked)).toBe("pnpm bench ab --base=main '--stack=./my app' --jsonl=1");
  expect(commandOf(["--stack=$(id)'\n\u202e"])).toBe(String.raw`pnpm bench '--stack=$(id)'\'' �'`);
});
