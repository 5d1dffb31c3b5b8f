import { expect, test } from "vitest";
import { consoleText } from "./console-text.ts";

test.each([
  ["::error file=a.ts::forged", ": :error file=a.ts::forged"],
  ["a\n    ::stop-commands::x", "a\n    : :stop-commands::x"],
  ["\u001b[2J::add-mask::a", ": :add-mask::a"],
  ["b ##[error]forged", "b ## [error]forged"],
  ["listens on ::1", "listens on ::1"],
  ["::1 is localhost", "::1 is localhost"],
  ["std::vec::Vec", "std::vec::Vec"],
])("%j is no command to the reader of a job's log", (text, shown) => {
  expect(consoleText(text)).toBe(shown);
});
