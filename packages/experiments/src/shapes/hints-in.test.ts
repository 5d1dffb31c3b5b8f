import { expect, test } from "vitest";
import { hintsIn } from "./hints-in.ts";

const app = {
  interface: "wsgi",
  entry: "app:app",
  install: "requirements.txt",
  environment: {},
  services: {},
  path: "/",
} as const;

test.each([
  [
    "ModuleNotFoundError: No module named 'flask'",
    /^it imports flask, which requirements\.txt does not install$/,
  ],
  ["Error: Cannot find module 'express'", /^it needs express/],
  [
    "KeyError: 'SECRET_KEY'",
    /need the variable SECRET_KEY: .*"environment": \{ "SECRET_KEY": "…" \}/,
  ],
  ["Failed to find attribute 'app' in 'app'.", /^its entry is app:app: expected module:name/],
  [
    "not ready, got: connection refused; the app listens on 18121, not on $PORT (8000)",
    /^a port is written into the code: have the app listen where \$PORT says/,
  ],
])("%s is explained", (words, hint) => {
  expect(hintsIn(`before\n${words}\nafter`, { app })).toEqual([expect.stringMatching(hint)]);
});

test("what is not known is not explained", () => {
  expect(hintsIn("ValueError: 3", { app })).toEqual([]);
});
