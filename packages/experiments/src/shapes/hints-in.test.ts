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
  ["Error: API_KEY is not set", /need the variable API_KEY: /],
  ["config: DATABASE_PASSWORD environment variable is required", /variable DATABASE_PASSWORD: /],
  [
    `The command '/bin/sh -c sh /opt/recipe/install.sh "$INSTALL"' returned a non-zero code: 1`,
    /^what requirements\.txt and its lockfile say does not install/,
  ],
  [
    "Fatal error compiling: error: release version 25 not supported",
    /^it is compiled for Java 25, and here is Debian's 21: say 21 or less in its pom\.xml/,
  ],
  [
    'not ready after 30 s: status 500 "no database"',
    /^it runs, and answers 500 to what it is asked: .*--path=/,
  ],
  [
    "> start\n> nodemon server.js\n\nsh: 1: nodemon: not found",
    /^it starts nodemon, which requirements\.txt does not install: name it there, or say/,
  ],
  [
    "Error: connect ECONNREFUSED 127.0.0.1:3306",
    /^it seems to miss a database or another server \("ECONNREFUSED 127\.0\.0\.1:3306"\): Post/,
  ],
  [
    "<title>Database Error</title>",
    /^it seems to miss a database or another server \("Database Error"\)/,
  ],
  [
    "not ready after 30 s: connection refused",
    /^it runs and listens nowhere: .*--ready-timeout=.*"services"/,
  ],
  ["Application object must be callable.", /^its entry is app:app: expected module:name/],
  ["Failed to find attribute 'app' in 'app'.", /^its entry is app:app: expected module:name/],
  [
    'its image did not build: Get "https://registry-1.docker.io/v2/": dial tcp: no such host',
    /begin with a base of the harness, such as ARG DEBIAN_IMAGE/,
  ],
  [
    'exec: "sh": executable file not found in $PATH',
    /^its image has no shell for an entry: leave "entry" out/,
  ],
  [
    "not ready, got: connection refused; the app listens on 18121, not on $PORT (8000)",
    /^a port is written into the code: have the app listen where \$PORT says.*\nor say where it does: --port=18121/,
  ],
])("%s is explained", (words, hint) => {
  expect(hintsIn(`before\n${words}\nafter`, { app }).join("\n")).toEqual(
    expect.stringMatching(hint),
  );
});

test("what is not known is not explained", () => {
  expect(hintsIn("ValueError: 3", { app })).toEqual([]);
});
