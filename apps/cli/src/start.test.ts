import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "@stackbench/session";
import { expect, test } from "vitest";

/** Tells every module that a program reads, imported or required. */
const telling = `import { registerHooks } from "node:module";
import { writeSync } from "node:fs";
registerHooks({ load: (url, context, next) => (writeSync(2, "read " + url + "\\n"), next(url, context)) });`;

function readBy(...words: string[]): string[] {
  const hook = `--import=data:text/javascript,${encodeURIComponent(telling)}`;
  const program = join(repositoryRoot, "apps/cli/src/main.ts");
  const given = [hook, program, ...words];
  const { stderr } = spawnSync(process.execPath, given, { encoding: "utf8", cwd: repositoryRoot });
  return [...stderr.matchAll(/^read (file:.*)$/gm)].map(([, url]) => url!);
}

test.each([["--version"], ["repotr"]])(
  "bench %s reads what it needs, and not the rest of the program",
  (word) => {
    const { length } = readBy(word);
    expect(length).toBeGreaterThan(10);
    expect(length).toBeLessThan(60);
  },
);

test("a command reads one kind of experiment, and no other command", () => {
  const read = readBy("run", "--stack=nosuch").join("\n");
  const kinds = [...read.matchAll(/\/experiments\/src\/(\w+)\/kind\.ts$/gm)].map(
    ([, kind]) => kind,
  );
  expect(kinds).toEqual(["compare"]);
  const commands = [...read.matchAll(/\/cli\/src\/commands\/(\w+)\.ts$/gm)].map(([, name]) => name);
  expect(commands).toEqual(["run"]);
});
