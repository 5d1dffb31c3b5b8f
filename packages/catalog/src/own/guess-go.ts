import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Guess } from "./guess-app.ts";
import { onlyOne } from "./only-one.ts";

/**
 * A module's program: in its folder, or the one below `cmd/`. Undefined where there is neither. Throws UsageError where
 * there are several, of which a person has to name one.
 */
export async function guessGo(directory: string): Promise<Guess | undefined> {
  if (await isProgram(directory)) return guessed(".");
  const entries = await readdir(join(directory, "cmd"), { withFileTypes: true }).catch(() => []);
  const programs: string[] = [];
  for (const entry of entries) {
    const place = posix.join("cmd", entry.name);
    if (entry.isDirectory() && (await isProgram(join(directory, place))))
      programs.push(`./${place}`);
  }
  const program = onlyOne(
    directory,
    programs,
    "program in Go",
    (first) => `{ "interface": "go", "entry": "${first}", "install": "go.mod" }`,
  );
  return program === undefined ? undefined : guessed(program);
}

function guessed(entry: string): Guess {
  const told = [`go program ${entry}: it has a package main`, "built by go.mod"];
  return { app: { interface: "go", entry, install: "go.mod" }, told };
}

/** Whether `go build` makes a program of a folder. */
async function isProgram(directory: string): Promise<boolean> {
  const names = await readdir(directory);
  const sources = names.filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
  for (const name of sources) {
    const text = await readFile(join(directory, name), "utf8");
    // Such a file is run by hand and is no part of the package.
    if (/^\/\/go:build ignore\b/m.test(text)) continue;
    if (/^package main\b/m.test(text)) return true;
  }
  return false;
}
