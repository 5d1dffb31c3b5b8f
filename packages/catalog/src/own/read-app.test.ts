import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ownInterfaces, variantSchema } from "@stackbench/model";
import { adjustableOf } from "@stackbench/shapes";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appStack, readOwnShapes } from "./app-stack.ts";
import { readApp, readImageApp } from "./read-app.ts";

const repositoryRoot = resolve(import.meta.dirname, "../../../..");
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-app-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

test.each<[string, Record<string, string>, object]>([
  [
    "Flask",
    { "app.py": "from flask import Flask\napp = Flask(__name__)\n", "requirements.txt": "flask\n" },
    { interface: "wsgi", entry: "app:app", install: "requirements.txt" },
  ],
  [
    "Flask by another name, typed",
    { "main.py": "import flask\n\nserver: flask.Flask = flask.Flask(__name__)\n" },
    { interface: "wsgi", entry: "main:server", install: "none" },
  ],
  [
    "FastAPI with a pyproject.toml, beside a package.json for its pages",
    {
      "main.py": "api = FastAPI()\n",
      "pyproject.toml": "",
      "package.json": '{"main":"x.js"}',
      "x.js": "",
    },
    { interface: "asgi", entry: "main:api", install: "pyproject.toml" },
  ],
  [
    "Django",
    {
      "mysite/settings.py": "X = 1\n",
      "mysite/asgi.py": "application = get_asgi_application()\n",
      "mysite/wsgi.py": "application = get_wsgi_application()\n",
      "requirements.txt": "django\n",
    },
    { interface: "wsgi", entry: "mysite.wsgi:application", install: "requirements.txt" },
  ],
  [
    "a WSGI callable",
    { "wsgi.py": "def application(environ, start_response):\n    return []\n" },
    { interface: "wsgi", entry: "wsgi:application", install: "none" },
  ],
  [
    "an ASGI callable",
    { "app.py": "async def app(scope, receive, send):\n    pass\n" },
    { interface: "asgi", entry: "app:app", install: "none" },
  ],
  [
    "a Node server alone",
    { "server.js": "" },
    { interface: "node", entry: "server.js", install: "none" },
  ],
  [
    "a start script that is a file for node",
    { "package.json": '{"scripts":{"start":"node src/main"}}', "src/main.js": "" },
    { interface: "node", entry: "src/main.js", install: "package.json" },
  ],
  [
    "a start script that is more",
    { "package.json": '{"scripts":{"start":"next start"}}' },
    { interface: "command", entry: "npm start", install: "package.json" },
  ],
  [
    "the server that Next.js makes by itself alone, where its configuration says so",
    {
      "package.json": '{"scripts":{"start":"next start","build":"next build"}}',
      "next.config.mjs": 'export default {\n  output: "standalone",\n};\n',
    },
    { interface: "node", entry: ".next/standalone/server.js", install: "package.json" },
  ],
  [
    "what Next.js starts, where that server is commented out",
    {
      "package.json": '{"scripts":{"start":"next start","build":"next build"}}',
      "next.config.mjs": 'export default {\n  // output: "standalone",\n};\n',
    },
    { interface: "command", entry: "npm start", install: "package.json" },
  ],
  [
    "a start script for developers, and one for production of what is built first",
    { "package.json": '{"scripts":{"start":"nest start","start:prod":"node dist/main"}}' },
    { interface: "node", entry: "dist/main.js", install: "package.json" },
  ],
  [
    "Go, beside a package.json for its pages",
    {
      "go.mod": "module x\n",
      "main.go": "package main\n",
      "package.json": '{"main":"x.js"}',
      "x.js": "",
    },
    { interface: "go", entry: ".", install: "go.mod" },
  ],
  [
    "Go with its program below cmd, beside a file that is run by hand",
    {
      "go.mod": "module x\n",
      "lib.go": "package lib\n",
      "make.go": "//go:build ignore\n\npackage main\n",
      "cmd/server/main.go": "// Serves.\npackage main\n",
      "cmd/lib/lib.go": "package lib\n",
    },
    { interface: "go", entry: "./cmd/server", install: "go.mod" },
  ],
  [
    "the jar that was made, beside its sources",
    { "build.gradle": "", "build/libs/shop-1.jar": "", "build/libs/shop-1-sources.jar": "" },
    { interface: "jvm", entry: "build/libs/shop-1.jar", install: "none" },
  ],
  [
    "what Maven makes, whatever it made before",
    { "pom.xml": "<project/>", "target/shop-1.jar": "" },
    { interface: "jvm", install: "pom.xml" },
  ],
  [
    "Quarkus, whose jar needs what lies beside it",
    { "pom.xml": "<artifactId>quarkus-maven-plugin</artifactId>" },
    { interface: "jvm", entry: "target/quarkus-app/quarkus-run.jar", install: "pom.xml" },
  ],
  [
    "a Dockerfile that says what it runs",
    { Dockerfile: 'FROM a\nEXPOSE 3000 53/udp\nCMD ["x"]\n' },
    { interface: "command", install: "Dockerfile" },
  ],
  [
    "a Rack app with a Gemfile, beside a package.json for its pages",
    { "config.ru": "", Gemfile: "", "package.json": '{"main":"x.js"}', "x.js": "" },
    { interface: "rack", entry: "config.ru", install: "Gemfile" },
  ],
  [
    "a Rack app alone",
    { "config.ru": "" },
    { interface: "rack", entry: "config.ru", install: "none" },
  ],
  [
    "PHP with a public folder and a composer.json",
    { "index.php": "", "public/index.php": "", "composer.json": "{}" },
    { interface: "php", entry: "public/index.php", install: "composer.json" },
  ],
  ["a PHP page", { "index.php": "" }, { interface: "php", entry: "index.php", install: "none" }],
  [
    "main",
    { "package.json": '{"main":"lib/app.js"}', "lib/app.js": "" },
    { interface: "node", entry: "lib/app.js", install: "package.json" },
  ],
])("%s is found by looking", async (_, files, expected) => {
  await write(files);
  const { app, isWritten } = await readApp(directory);
  expect(app).toEqual({ ...expected, environment: {}, services: {}, path: "/" });
  expect(isWritten).toBe(false);
});

test("an app inside a function, which no server could name, and one in the middle of a text are none", async () => {
  await write({
    "app.py": "def make():\n    app = Flask(__name__)\n    return app\n# app = Flask(x)\n",
  });
  await expect(readApp(directory)).rejects.toThrow(
    /expected an app: .*found none.*stackbench\.json/s,
  );
});

test("of several programs in Go one is to be named", async () => {
  await write({ "go.mod": "", "cmd/a/a.go": "package main\n", "cmd/b/b.go": "package main\n" });
  await expect(readApp(directory)).rejects.toThrow(
    /expected one program in Go, found \.\/cmd\/a, \.\/cmd\/b\. Say which .*"entry": "\.\/cmd\/a"/,
  );
});

test.each(["build.gradle", "build.gradle.kts"])(
  "what Gradle would build is to be built first: %s",
  async (file) => {
    await write({ [file]: "", "src/main/java/App.java": "" });
    await expect(readApp(directory)).rejects.toThrow(
      /built by Gradle, which is not run here: build it first \(\.\/gradlew build\)/,
    );
  },
);

test.each([
  ["go", ".", "go.mod"],
  ["jvm", undefined, "pom.xml"],
  ["node", "a.js", "package.json"],
])("what is installed for %s needs not be written", async (kind, entry, file) => {
  await write({ [file]: "", "stackbench.json": JSON.stringify({ interface: kind, entry }) });
  const { app } = await readApp(directory);
  expect(app).toMatchObject({ interface: kind, install: file });
});

test("a jar whose name the build shows is run by the name that it gets", async () => {
  await write({ "pom.xml": "<project/>" });
  const stack = appStack(await readApp(directory), await readOwnShapes(repositoryRoot, "jvm"));
  expect(stack).toMatchObject({ runtime: "jvm", own: { install: "pom.xml" } });
  expect(stack.variants[0]!.command.at(-1)).toBe("app.jar");
});

test("of several jars one is to be named", async () => {
  await write({ "build/libs/a.jar": "", "build/libs/b.jar": "" });
  await expect(readApp(directory)).rejects.toThrow(
    /expected one jar that can be run, found build\/libs\/a\.jar, build\/libs\/b\.jar\. Say which/,
  );
});

test.each([
  ["FROM a\nEXPOSE 80\nFROM b\nEXPOSE 3000/tcp 53/udp\nexpose 3000\nCMD x\n", 3000],
  ["FROM a\nEXPOSE 80 81\nCMD x\n", undefined],
  ["FROM a\nEXPOSE $PORT\nCMD x\n", undefined],
])("%j is where its image listens", async (Dockerfile, port) => {
  await write({ Dockerfile });
  expect((await readApp(directory)).port).toBe(port);
  const written = { interface: "command", install: "Dockerfile", port: 9 };
  await write({ "stackbench.json": JSON.stringify(written) });
  const read = await readApp(directory);
  expect(read.port).toBe(9);
  // What an image says itself is run as it says.
  const stack = appStack(read, await readOwnShapes(repositoryRoot, "command"));
  expect(stack.variants[0]).toMatchObject({ command: [], port: 9 });
});

test("an image is an app, with what a folder's file says of its surroundings", async () => {
  const plain = await readImageApp("hub.example/acme/shop:1.2", undefined);
  expect(plain).toMatchObject({ id: "shop", app: { interface: "command", path: "/" } });
  expect(plain.app.entry).toBeUndefined();
  await write({
    "stackbench.json":
      '{"interface":"wsgi","entry":"a:b","path":"/x","environment":{"A":"1"},"port":80}',
  });
  const { app, port } = await readImageApp("shop", directory);
  expect(app).toMatchObject({ interface: "command", image: "shop", environment: { A: "1" } });
  expect([app.path, app.entry, port]).toEqual(["/x", undefined, 80]);
  const own = await readOwnShapes(repositoryRoot, "command");
  const stack = appStack({ ...plain, imageId: "sha256:1" }, own);
  expect(stack.origin).toEqual({ from: "image", reference: "sha256:1" });
});

test("a folder with a Dockerfile alone is told what to say", async () => {
  await write({ Dockerfile: "FROM scratch\n" });
  await expect(readApp(directory)).rejects.toThrow(
    /It has a Dockerfile, which has no CMD: say what it runs/,
  );
  await expect(readApp(join(directory, "none"))).rejects.toThrow(/expected the folder of an app/);
});

test("what stackbench.json says goes before what is seen", async () => {
  await write({
    "app.py": "app = Flask(__name__)\n",
    "stackbench.json":
      '{"interface":"asgi","entry":"b:c","path":"/x?y=1","environment":{"SECRET":"s"}}',
  });
  const { app, isWritten } = await readApp(directory);
  expect(isWritten).toBe(true);
  expect(app).toEqual({
    interface: "asgi",
    entry: "b:c",
    install: "none",
    path: "/x?y=1",
    services: {},
    environment: { SECRET: "s" },
  });
});

test.each([
  [
    '{"interface":"wsgy","entry":"a:b"}',
    /stackbench\.json: interface: expected .*wsgi.*got "wsgy"/,
  ],
  [
    '{"interface":"wsgi"}',
    /stackbench\.json: entry: expected module:callable, such as app:app, got nothing/,
  ],
  ['{"interface":"wsgi","entry":"a:b","prot":1}', /expected only known fields, got also prot/],
  ['{"interface":"wsgi","entry":"a:b","path":"x"}', /path: .*a path from its slash on/],
  ['{"interface":"wsgi","entry":"a:b","environment":{"PORT":"1"}}', /the harness sets PORT/],
  [
    '{"interface":"wsgi","entry":"a:b","install":"requirements.txt"}',
    /install: expected a file of the folder/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","services":{"postgres":"../x.sql"}}',
    /a file of the folder such as seed\.sql/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","services":{"postgres":"x.sql"}}',
    /services\.postgres: expected a file of the folder/,
  ],
  [
    '{"interface":"go","entry":"main.go","install":"go.mod"}',
    /entry: expected the package of the program, such as \. or \.\/cmd\/server, got "main\.go"/,
  ],
  [
    '{"interface":"node","entry":"a.js","groups":{"api":{"paths":["/api/"]}}}',
    /groups: expected none but for interface wsgi/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","groups":{"api":{"paths":["/"]}}}',
    /groups\.api\.paths\.0: expected a slash and more/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","groups":{"x":{"paths":["/a"]},"y":{"paths":["/a"]}}}',
    /groups: expected each path in one group/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","groups":{"my-app":{"paths":["/a"]}}}',
    /groups.*expected another name: my-app/,
  ],
  ['{"interface":"jvm"}', /entry: expected a jar that can be run/],
  ["[]", /expected .*got/],
  [
    '{"interface":"node","entry":"a.js","image":"x:1"}',
    /image: expected one for interface command alone, and without install, got "x:1"/,
  ],
  [
    '{"interface":"wsgi","entry":"a:b","install":"package.json"}',
    /install: expected requirements\.txt or pyproject\.toml or none, for interface wsgi, got "package\.json"/,
  ],
  [
    '{"interface":"php","entry":"../index.php"}',
    /entry: expected a file of the folder such as public\/index\.php, for interface php/,
  ],
  ["{", /expected JSON/],
])("%s is answered with file, field, expected and got", async (text, message) => {
  await write({ "stackbench.json": text });
  await expect(readApp(directory)).rejects.toThrow(message);
});

test("a Rack app is served from its bundle where a Gemfile makes one", async () => {
  const own = await readOwnShapes(repositoryRoot, "rack");
  const [bundled, bare] = (["Gemfile", "none"] as const).map((install) => {
    const app = { interface: "rack", entry: "config.ru", install, path: "/" } as const;
    const read = { app: { ...app, environment: {}, services: {} }, told: [], isWritten: true };
    return appStack({ id: "mine", directory, ...read }, own).variants.map(({ command }) => command);
  });
  for (const [, , script] of bundled!) expect(script).toMatch(/exec bundle exec (puma|unicorn) /);
  for (const [, , script] of bare!) expect(script).toMatch(/exec (?<!bundle exec )(puma|unicorn) /);
});

test("the server that Next.js makes is told where to listen by its own variable, unless the app says another", async () => {
  const own = await readOwnShapes(repositoryRoot, "node");
  const hostnames = (entry: string, environment: Record<string, string> = {}) => {
    const app = { interface: "node", entry, install: "package.json", path: "/" } as const;
    const read = { app: { ...app, environment, services: {} }, told: [], isWritten: true };
    const { variants } = appStack({ id: "mine", directory, ...read }, own);
    return [...new Set(variants.map((variant) => variant.environment["HOSTNAME"]))];
  };
  expect(hostnames(".next/standalone/server.js")).toEqual(["0.0.0.0"]);
  expect(hostnames(".next/standalone/apps/web/server.js")).toEqual(["0.0.0.0"]);
  expect(hostnames(".next/standalone/server.js", { HOSTNAME: "::" })).toEqual(["::"]);
  expect(hostnames("server.js")).toEqual([undefined]);
});

test("a command of Node's packages runs as in production, unless the app says another", async () => {
  const own = await readOwnShapes(repositoryRoot, "command");
  const commandOf = (entry: string, environment: Record<string, string> = {}) => {
    const app = { interface: "command", entry, install: "package.json", path: "/" } as const;
    const read = { app: { ...app, environment, services: {} }, told: [], isWritten: true };
    return appStack({ id: "mine", directory, ...read }, own).variants[0]!.command.at(-1);
  };
  expect(commandOf("npm start")).toBe("env NODE_ENV=production npm start");
  expect(commandOf("npm start", { NODE_ENV: "staging" })).toBe("npm start");
  expect(commandOf("env NODE_ENV=test npm start")).toBe("env NODE_ENV=test npm start");
});

test("a command is what it says, its bundle too", async () => {
  const own = await readOwnShapes(repositoryRoot, "command");
  const entry = "bundle exec rackup";
  const app = { interface: "command", entry, install: "Dockerfile", path: "/" } as const;
  const read = { app: { ...app, environment: {}, services: {} }, told: [], isWritten: true };
  const { variants } = appStack({ id: "mine", directory, ...read }, own);
  for (const { command } of variants) expect(command).toContain(entry);
});

test.each([
  ["next start -p 3000", true],
  ["node --import=x server.js", false],
])(
  "a start script that is no file for node is told, with what makes one: %s",
  async (start, isNext) => {
    await write({ "package.json": JSON.stringify({ scripts: { build: "next build", start } }) });
    const told = (await readApp(directory)).told.join("\n");
    expect(told).toContain(`starts "${start}", which is no file alone for node`);
    expect(told.includes('output: "standalone" in next.config.js makes one')).toBe(isNext);
  },
);

// A few of them are listed, in an order of their own: what stands above one in the file may be another, or not there.
test.each(ownInterfaces)("each shape of %s says by itself what it is", async (id) => {
  const { shapes } = await readOwnShapes(repositoryRoot, id);
  const leaning = shapes.filter(({ purpose }) => /^(?:The same|It|Also)\b/.test(purpose));
  expect(leaning.map(({ name }) => name)).toEqual([]);
});

test.each(ownInterfaces)(
  "an app in all shapes of %s: each has its entry, and the usual ones are there",
  async (id) => {
    const own = await readOwnShapes(repositoryRoot, id);
    const entry = id === "php" ? "public/my.php" : "my:entry";
    const app = {
      interface: id,
      entry,
      install: "none" as const,
      environment: { SECRET: "s" },
      services: { postgres: true as const },
      ...(id === "wsgi" && { groups: { api: { paths: ["/api/"], workers: 2, threads: 5 } } }),
      path: "/x",
    };
    const read = { id: "mine", directory, app, told: [], isWritten: true };
    const stack = appStack(read, own);
    for (const variant of stack.variants) {
      const { id: _, stackId: _s, ...shape } = variant;
      expect(variantSchema.parse(shape)).toEqual(shape);
      expect(variant.command).toContain(entry);
      if (variant.protocol === "fastcgi") expect(variant.script).toBe("/app/public/my.php");
      expect(variant.environment["SECRET"]).toBe("s");
    }
    const names = stack.variants.map((variant) => variant.id);
    expect(names).toEqual(expect.arrayContaining(own.usual));
    expect(own.usual[0]).toBe(names[0]);
    expect(names).toEqual(own.shapes.map(({ name }) => name));
    expect(stack.own).toEqual({
      interface: id,
      entry,
      install: "none",
      path: "/x",
      services: ["database"],
    });
    // Every shape of several workers says so to its server.
    for (const variant of stack.variants.filter(({ workers }) => workers !== 1)) {
      expect(adjustableOf(variant)).toContain("workers");
    }
  },
);

test.each<[string, Record<string, string>, string]>([
  ["what stands beside it", { "pyproject.toml": "" }, "pyproject.toml"],
  ["the first of two", { "pyproject.toml": "", "requirements.txt": "" }, "requirements.txt"],
  ["nothing where there is nothing", {}, "none"],
])("a file that says no installer takes %s", async (_, files, install) => {
  await write({ ...files, "stackbench.json": '{"interface":"wsgi","entry":"httpbin:app"}' });
  expect((await readApp(directory)).app.install).toBe(install);
});

test("an installer that is ruled out is none, whatever stands there", async () => {
  const text = '{"interface":"wsgi","entry":"a:b","install":"none"}';
  await write({ "requirements.txt": "", "stackbench.json": text });
  expect((await readApp(directory)).app.install).toBe("none");
});

test("an app that nobody knows is named, with what to say of it", async () => {
  await write({ "app.py": "import datasette\napp = datasette.Datasette([]).app()\n" });
  await expect(readApp(directory)).rejects.toThrow(
    /app\.py has app = datasette\.Datasette\(.*"entry": "app:app"/,
  );
});

test.each([
  ["from httpbin import app", "app"],
  ["from shop.web import app as application  # for the server", "application"],
  ["from shop import app, db", "app"],
  ["from shop import (settings, application)", "application"],
])(
  "an app that a module takes from another is found, and what it is is asked: %s",
  async (line, name) => {
    await write({ "wsgi.py": `import os\n${line}\n`, "requirements.txt": "httpbin\n" });
    const said = line.split("  #")[0]!.replaceAll(/[()]/g, String.raw`\$&`);
    await expect(readApp(directory)).rejects.toThrow(
      new RegExp(`wsgi\\.py has ${said}, of which .*"entry": "wsgi:${name}"`),
    );
  },
);

test.each([
  "from shop import apps",
  "from shop import app as shop",
  "from app import things",
  "# from a import app",
])("and no other name is taken for one: %s", async (line) => {
  await write({ "wsgi.py": `${line}\n` });
  await expect(readApp(directory)).rejects.toThrow(/found none/);
});
