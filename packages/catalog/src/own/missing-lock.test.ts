import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readApp } from "./read-app.ts";

const express = '{"main":"server.js","dependencies":{"express":"5"}}';
const written = '{"interface":"node","entry":"server.js"}';

async function toldOf(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "stackbench-lock-"));
  onTestFinished(async () => await rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return (await readApp(directory)).told.join("\n");
}

test.each([{}, { "stackbench.json": written }])(
  "says that no lockfile pins what an app installs, found or written: %o",
  async (more) => {
    const told = await toldOf({ "server.js": "", "package.json": express, ...more });
    expect(told).toMatch(/^no lockfile beside package\.json \(package-lock\.json, /m);
  },
);

test.each<Record<string, string>>([
  { "package.json": express, "yarn.lock": "" },
  { "package.json": '{"main":"server.js","dependencies":{}}' },
  {},
])("says nothing where one does, or nothing is to be pinned: %o", async (files) => {
  expect(await toldOf({ "server.js": "", ...files })).not.toContain("lockfile");
});

const flask = "app = Flask(__name__)\n";

test.each([
  ["Flask\n", "Flask"],
  ["# of ours\nFlask >= 3  # the newest\ngunicorn[gevent]==23.0\n", "Flask"],
  ["Flask~=3.0; python_version >= '3.9' and platform_system == 'Linux'\r\n", "Flask"],
  ["a\nb>1\nc[x]\nd\ne<2\n", "a, b, c and 2 more"],
])("says of which packages requirements.txt has no version: %j", async (text, names) => {
  const told = await toldOf({ "app.py": flask, "requirements.txt": text });
  expect(told).toContain(
    `requirements.txt says no version (==) of ${names}: it gets the newest that this allows`,
  );
});

test.each([
  "Flask==3.1.0\n",
  "Flask===3.1.0 ; python_version > '3'\n",
  "Flask == 3.1.0 \\\n    --hash=sha256:00\n",
  "Flask @ git+file:///srv/flask\n",
  "./wheels/flask.whl\nhttps://example.org/flask.whl\n",
  "-c constraints.txt\nFlask\n",
  "-r other.txt\n--no-binary :all:\n",
  "",
])("says nothing where it has one, or an address, or constraints: %j", async (text) => {
  const told = await toldOf({ "app.py": flask, "requirements.txt": text });
  expect(told).not.toContain("no version");
});
