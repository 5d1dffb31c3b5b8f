import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";
import { writeFolder } from "./testing/write-folder.ts";

const root = mkdtempSync(join(tmpdir(), "stackbench-shapes-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const folder = (name: string, files: Record<string, string>): string =>
  writeFolder(join(root, name), files);

test("--init says what was found, writes it, and writes over nothing", async () => {
  const directory = folder("found", {
    "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    "requirements.txt": "flask\n",
  });
  const { code, stderr, stdout } = await runBench(["shapes", directory, "--init", "--path=/x"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain("found: wsgi app app:app: app.py has app = Flask(");
  expect(stderr).toContain("found: installed by requirements.txt");
  expect(stderr).toMatch(/gunicorn +The plainest/);
  expect(JSON.parse(readFileSync(join(directory, "stackbench.json"), "utf8"))).toEqual({
    interface: "wsgi",
    entry: "app:app",
    install: "requirements.txt",
    path: "/x",
  });
  const again = await runBench(["shapes", directory, "--init"]);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("--init: expected no ");
});

test.each([
  ["no entry", { "notes.txt": "" }, /expected an app: .*found none/],
  [
    "a mistake",
    { "stackbench.json": '{"interface":"wsgi"}' },
    /stackbench\.json: entry: expected module:callable/,
  ],
])("%s is told, with exit code 2", async (name, files, message) => {
  const { code, stderr } = await runBench(["shapes", folder(name.replace(" ", "-"), files)]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test("an engine that is not there is told, and no way to do without that there is not", async () => {
  const directory = folder("no-engine", {
    "app.py": "from flask import Flask\napp = Flask(__name__)\n",
  });
  const { code, stderr } = await runBench(["shapes", directory], undefined, {
    DOCKER_HOST: "unix:///nowhere/docker.sock",
  });
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /an app as it is needs containers: expected a Docker engine, but .*nowhere/,
  );
  expect(stderr).not.toContain("--driver");
});
