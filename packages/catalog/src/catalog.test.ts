import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError, variantKey } from "@stackbench/model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadCatalog } from "./load-catalog.ts";
import { selectVariants } from "./select-variants.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "stackbench-catalog-"));
  await mkdir(join(root, "stacks"));
});
afterEach(() => rm(root, { recursive: true }));

const variant = { command: ["node", "server.ts"], server: "node" };
const good = {
  title: "Good",
  language: "TypeScript",
  runtime: "node",
  workloads: ["hello"],
  variants: { bare: variant, cluster: { ...variant, workers: "cpus" } },
};

async function writeStack(id: string, content: unknown, parent = join(root, "stacks")) {
  await mkdir(join(parent, id), { recursive: true });
  const text = typeof content === "string" ? content : JSON.stringify(content);
  await writeFile(join(parent, id, "stack.json"), text);
}

async function select(...patterns: string[]) {
  const selected = await selectVariants(await loadCatalog(root), patterns, root);
  return selected.map(({ variant: chosen }) => variantKey(chosen));
}

test("ids, variants, globs and commas select in catalog order, each once", async () => {
  await writeStack("beta", good);
  await writeStack("alpha", good);
  expect(await select("beta:bare", "alpha")).toEqual(["alpha:bare", "alpha:cluster", "beta:bare"]);
  expect(await select("*:bare")).toEqual(["alpha:bare", "beta:bare"]);
  expect(await select("be*", "beta")).toEqual(["beta:bare", "beta:cluster"]);
});

test("an unknown stack or variant is refused with what there is and the nearest name", async () => {
  await writeStack("fastify", good);
  await expect(select("fastfy")).rejects.toThrow(/expected one of fastify.*did you mean fastify\?/);
  await expect(select("fastify:clustr")).rejects.toThrow(/bare, cluster.*did you mean cluster\?/);
});

test("a folder outside the repository is a stack of its own", async () => {
  await writeStack("my-app", good, root);
  expect(await select("./my-app:bare")).toEqual(["my-app:bare"]);
  const [selected] = await selectVariants(await loadCatalog(root), ["./my-app"], root);
  expect(selected?.stack.external).toBe(true);
});

test("versions are those of the packages, and of runtimes that only the image has", async () => {
  const bun = { ...variant, server: "bun" };
  await writeStack("mixed", { ...good, framework: "hono", variants: { bare: variant, bun } });
  const writeManifest = async (place: string, manifest: unknown) => {
    const folder = join(root, "stacks", "mixed", place);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  };
  await writeManifest("node_modules/hono", { version: "4.0.1" });
  await writeManifest("runtimes/bun", {
    optionalDependencies: { "bun-arm64": "npm:@oven/bun@1.2.3", "bun-x64": "npm:@oven/bun@1.2.3" },
  });
  const { stacks } = await loadCatalog(root);
  expect(stacks[0]?.versions).toEqual({ hono: "4.0.1", bun: "1.2.3" });
});

test.each([
  ["not JSON", "{", /stack\.json: expected JSON, got/],
  ["a missing field", { ...good, title: undefined }, /title: expected string, got nothing/],
  ["a wrong value", { ...good, runtime: "perl" }, /runtime: expected one of "node".*got "perl"/],
  ["an unknown field", { ...good, colour: "red" }, /expected only known fields, got also colour/],
  [
    "a wrong type deep inside",
    { ...good, variants: { bare: { ...variant, threads: "two" } } },
    /variants\.bare\.threads: expected number, got "two"/,
  ],
  [
    "workers out of range",
    { ...good, variants: { bare: { ...variant, workers: 0 } } },
    /variants\.bare\.workers: expected .*got 0/,
  ],
  ["no variants", { ...good, variants: {} }, /variants: expected at least one variant/],
  ["a bad variant id", { ...good, variants: { "A b": variant } }, /variants\.A b/],
  ["items without a driver", { ...good, workloads: ["items"] }, /databaseDriver: expected/],
  [
    "a unix socket nobody connects to",
    { ...good, variants: { bare: { ...variant, socket: "unix" } } },
    /variants\.bare\.socket/,
  ],
  [
    "a script that nobody is told",
    { ...good, variants: { bare: { ...variant, script: "/srv/app/index.php" } } },
    /variants\.bare\.script: expected it with protocol "fastcgi" alone, got "http"/,
  ],
  [
    "a script that is no plain path",
    { ...good, variants: { bare: { ...variant, script: "/srv/my app/index.php" } } },
    /variants\.bare\.script: expected an absolute path/,
  ],
  [
    "numbers for processes that have their own",
    {
      ...good,
      variants: {
        bare: {
          ...variant,
          adjustable: ["workers"],
          processGroups: { all: { title: "all" } },
        },
      },
    },
    /variants\.bare\.adjustable: expected none beside processGroups/,
  ],
])("%s is named with file, field, expected and got", async (_, content, message) => {
  await writeStack("bad", content);
  await writeStack("fine", good);
  await expect(select("bad")).rejects.toThrow(UsageError);
  await expect(select("bad")).rejects.toThrow(message);
  // It stops nobody who asked for something else.
  expect(await select("*:bare")).toEqual(["fine:bare"]);
});

const within = (shape: object) => ({ ...good, variants: { bare: { ...variant, ...shape } } });
const grouped = (...paths: string[]) =>
  within({
    proxy: "nginx",
    processGroups: { main: { title: "(main)" }, own: { title: "(own)", paths } },
  });

test.each([
  ...[
    '/x { return 200 "x"; } location /y',
    '/hello; return 200 "x"; #',
    "/x\n  http-request return status 200",
    "/x} if { always_true",
    "/{env.HOME}*",
    '/x\\E">\nRedirect / http://example.org',
    "/$host",
    "hello",
    "/",
  ].map((path) => [`the path ${path}`, grouped(path), /own\.paths\.0: expected a slash.*, got "/]),
  ["a path in two places", grouped("/a", "/a"), /expected each path in one group, got "\/a" twice/],
  ...["PORT", "WORKERS", "THREADS", "SOCKET_PATH", "DATABASE_URL", "DATABASE_POOL_SIZE"].map(
    (name) => [
      `the variable ${name}`,
      within({ environment: { [name]: "1" } }),
      new RegExp(`environment\\.${name}: expected another variable: the harness sets ${name}`),
    ],
  ),
  ...["PGOPTIONS", "WEB_CONCURRENCY", "GUNICORN_CMD_ARGS", "UWSGI_PROCESSES"].map((name) => [
    `the variable ${name}`,
    within({ environment: { [name]: "1" } }),
    new RegExp(`environment\\.${name}: expected another variable: .*, got the name "${name}"`),
  ]),
  ["a variable that is no name", within({ environment: { "A=B\nC": "1" } }), /expected letters/],
  [
    "a value of two lines",
    within({ environment: { A: "1\nWORKERS=9" } }),
    /A: expected no control/,
  ],
  [
    "proxy workers that write a directive",
    within({ environment: { PROXY_WORKERS: '1; daemon off; error_log "/x' } }),
    /environment\.PROXY_WORKERS: expected a whole number from 1 to 999 as text, got "1; daemon/,
  ],
  ["a server of two lines", within({ server: "node\n| x |" }), /bare\.server: expected letters/],
  ["a server that is a way out", within({ server: "../../../etc" }), /bare\.server: expected/],
  ["a command of two lines", within({ command: ["sh", "-c", "a\nb"] }), /command\.2: expected no/],
  ["a title that turns writing round", { ...good, title: "a\u202eb" }, /title: expected one line/],
  ["a title with codes", { ...good, title: "\u001b[2J" }, /title: expected one line/],
] as [string, object, RegExp][])(
  "%s is refused: it would write configuration",
  async (_, content, message) => {
    await writeStack("bad", content);
    await expect(select("bad")).rejects.toThrow(message);
  },
);

test("what tunes an app and means nothing elsewhere is let through", async () => {
  const environment = {
    NODE_OPTIONS: "--max-old-space-size=256",
    GOMAXPROCS: "2",
    DSN: "a;b{c}$d",
  };
  await writeStack("fine", {
    ...grouped("/items/", "/v1.0/~me"),
    variants: { ...grouped("/items/").variants, bare: { ...variant, environment } },
  });
  expect(await select("fine")).toEqual(["fine:bare"]);
});

async function writeInterface(shapes: object, parent = root) {
  const folder = join(parent, "packages/shapes/interfaces");
  await mkdir(folder, { recursive: true });
  const content = { title: "A program", entry: "server.ts", shapes };
  await writeFile(join(folder, "node.json"), JSON.stringify(content));
}
const bare = { purpose: "the plainest", server: "node", command: ["node", "{entry}"] };
const shapes = {
  bare,
  cluster: { like: "bare", purpose: "more", workers: "cpus" },
  pm2: { purpose: "a manager", server: "pm2", command: ["pm2", "start"] },
};
const { variants: own, ...described } = good;
const app = { interface: "node", entry: "server.ts", shapes: "all" };
const shaped = (change: object, more: object = {}) => ({
  ...described,
  app: { ...app, ...change },
  ...more,
});

test.each([
  ["all", ["bare", "cluster", "pm2"]],
  ["pm2", ["pm2"]],
  ["*e*", ["bare", "cluster"]],
  [
    ["pm2", "b*", "bare"],
    ["bare", "pm2"],
  ],
])("an app in the shapes %j has these variants, and then its own", async (wanted, ids) => {
  await writeInterface(shapes);
  const variants = { own: { ...own.bare, workers: 3 } };
  await writeStack("shaped", shaped({ shapes: wanted }, { variants }));
  await writeStack("shaped-alone", shaped({ shapes: wanted }));
  expect(await select("shaped")).toEqual([...ids, "own"].map((id) => `shaped:${id}`));
  expect(await select("shaped-alone")).toEqual(ids.map((id) => `shaped-alone:${id}`));
});

test.each([
  [
    { interface: "nod" },
    {},
    /app\.interface: expected one of node, got "nod"; did you mean node\?/,
  ],
  [{ interface: "../node" }, {}, /app\.interface: expected lower case letters/],
  [
    { shapes: ["bare", "clustr"] },
    {},
    /app\.shapes: expected "all" or shapes of node \(bare, cluster, pm2\), got "clustr"; did you mean cluster\?/,
  ],
  [{ shapes: "nginx*" }, {}, /app\.shapes: expected .*\(bare, cluster, pm2\), got "nginx\*"/],
  [{ shapes: [] }, {}, /app\.shapes: expected .*at least 1 elements, got \[\]/],
  [{ shapes: undefined }, {}, /app\.shapes: expected .*, got nothing/],
  [{ entry: "main.ts" }, {}, /app\.entry: expected "server\.ts".* pm2.*; got "main\.ts"/],
  [
    {},
    { variants: { pm2: own.bare } },
    /variants\.pm2: expected another name, or app\.shapes without/,
  ],
] as [object, object, RegExp][])(
  "an app %j with %j is told what was expected, got and near",
  async (change, more, message) => {
    await writeInterface(shapes);
    await writeStack("bad", shaped(change, more));
    await writeStack("fine", shaped({ entry: "main.ts", shapes: ["bare", "cluster"] }));
    await expect(select("bad")).rejects.toThrow(UsageError);
    await expect(select("bad")).rejects.toThrow(message);
    await expect(select("bad")).rejects.toThrow(/^\S+bad\/stack\.json: /);
    expect(await select("*:bare")).toEqual(["fine:bare"]);
  },
);

test("a broken interface is told by its own file's name, and a tree that has none is told too", async () => {
  await writeStack("early", shaped({}));
  await expect(select("early")).rejects.toThrow(/shapes\/interfaces: expected the folder of the/);
  await writeInterface({ bare: { ...bare, workers: 0 } });
  await writeStack("shaped", shaped({}));
  await expect(select("shaped")).rejects.toThrow(
    /packages\/shapes\/interfaces\/node\.json: shapes\.bare\.workers: expected .*got 0/,
  );
  await writeInterface({ bare: { ...bare, like: "plain" } });
  await expect(select("shaped")).rejects.toThrow(
    /node\.json: shapes\.bare\.like: expected a shape/,
  );
});

test("a stack of another tree is served as that tree says", async () => {
  await writeInterface({ bare });
  await writeStack("shaped", shaped({}));
  const other = join(root, "other");
  await writeInterface({ bare: { ...bare, command: ["node", "--jitless", "{entry}"] } }, other);
  await writeStack("shaped", shaped({}), join(other, "stacks"));
  const commands = [root, other].map(
    async (tree) => (await loadCatalog(tree)).stacks[0]?.variants[0]?.command,
  );
  expect(await Promise.all(commands)).toEqual([
    ["node", "server.ts"],
    ["node", "--jitless", "server.ts"],
  ]);
});
