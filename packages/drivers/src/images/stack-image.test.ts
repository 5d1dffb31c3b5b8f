import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StackFailure, variantSchema, type Stack } from "@stackbench/model";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeLeftOut, withLeftOut, type LeftOut } from "./left-out.ts";
import { stackSources, stackImageName } from "./stack-image.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stackbench-context-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "ARG NODE_IMAGE\n");
  }
}

const stackAt = (directory: string, runtime: Stack["runtime"]): Stack =>
  ({
    id: "mine",
    directory: join(root, directory),
    runtime,
    external: true,
    variants: [],
  }) as object as Stack;

it.each([
  ["node-http", "stack-node-http"],
  ["MyApp", "stack-myapp"],
  ["my@app_v1.2", "stack-my-app-v1-2"],
  ["--", "stack-unnamed"],
])("an image of %s is named %s", (id, name) => {
  expect(stackImageName(id)).toBe(name);
});

describe("stackSources", () => {
  it("lays a Node stack out like the repository, without what is made", async () => {
    write("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "stacks/other/x.ts");
    write("packages/workloads-node/src/index.ts", "packages/workloads-node/node_modules/m/i.js");
    write("stacks/mine/Dockerfile", "stacks/mine/src/a.ts", "stacks/mine/src/a.test.ts");
    write("stacks/mine/node_modules/m/i.js", "stacks/mine/__pycache__/x.pyc", "stacks/mine/x.pyc");
    symlinkSync("src/a.ts", join(root, "stacks/mine/link"));
    const { files, bases, dockerfile, name } = await stackSources(
      stackAt("stacks/mine", "node"),
      root,
    );
    expect(files.map((file) => file.path).toSorted()).toEqual([
      "package.json",
      "packages/workloads-node/src/index.ts",
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      "stacks/mine/Dockerfile",
      "stacks/mine/link",
      "stacks/mine/src/a.ts",
    ]);
    expect(files.find((file) => file.path === "stacks/mine/link")).toMatchObject({ kind: "link" });
    expect({ bases, dockerfile, name }).toEqual({
      bases: ["NODE_IMAGE"],
      dockerfile: "stacks/mine/Dockerfile",
      name: "stack-mine",
    });
  });

  it("places a folder from elsewhere at stacks/<id>", async () => {
    write("elsewhere/app/Dockerfile", "elsewhere/app/main.go");
    const { files } = await stackSources(stackAt("elsewhere/app", "go"), root);
    expect(files.map((file) => file.path)).toEqual([
      "stacks/mine/Dockerfile",
      "stacks/mine/main.go",
    ]);
  });

  it("reads all of a stack of another tree from there, under the id that it has there", async () => {
    write(
      "package.json",
      "other/package.json",
      "other/pnpm-lock.yaml",
      "other/pnpm-workspace.yaml",
    );
    write("packages/workloads-node/here.ts", "other/packages/workloads-node/there.ts");
    write("other/stacks/mine/Dockerfile");
    const origin = { from: "tree", id: "mine", repositoryRoot: join(root, "other") } as const;
    const stack = { ...stackAt("other/stacks/mine", "node"), id: "mine@base", origin };
    const { files, dockerfile, name } = await stackSources(stack, root);
    expect(files.map((file) => file.path).toSorted()).toEqual([
      "package.json",
      "packages/workloads-node/there.ts",
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      "stacks/mine/Dockerfile",
    ]);
    expect({ dockerfile, name }).toEqual({
      dockerfile: "stacks/mine/Dockerfile",
      name: "stack-mine",
    });
  });

  it("takes its runtime's Dockerfile where it has none", async () => {
    write("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "stacks/mine/src/a.ts");
    write("packages/workloads-node/Dockerfile", "packages/workloads-go/Dockerfile");
    const shared = (runtime: string) => join(root, `packages/workloads-${runtime}/Dockerfile`);
    writeFileSync(shared("node"), "ARG NODE_IMAGE\nARG STACK\nARG LOCKFILE=--frozen-lockfile\n");
    writeFileSync(shared("go"), "ARG STACK\n");
    const outside = stackAt("stacks/mine", "node");
    const member = { ...outside, external: false };
    expect(await stackSources(member, root)).toMatchObject({
      bases: ["NODE_IMAGE"],
      dockerfile: "packages/workloads-node/Dockerfile",
      buildArguments: { STACK: "mine", LOCKFILE: "--frozen-lockfile" },
    });
    expect((await stackSources(outside, root)).buildArguments).toEqual({
      STACK: "mine",
      LOCKFILE: "--no-frozen-lockfile",
    });
    const go = await stackSources(stackAt("stacks/mine", "go"), root);
    expect(go.buildArguments).toEqual({ STACK: "mine" });
    // Its own goes first, and is told what it asks for.
    write("stacks/mine/Dockerfile");
    expect(await stackSources(member, root)).toMatchObject({
      dockerfile: "stacks/mine/Dockerfile",
      buildArguments: {},
    });
    writeFileSync(join(root, "stacks/mine/Dockerfile"), "ARG LOCKFILE\n# ARG STACK\n");
    expect((await stackSources(outside, root)).buildArguments).toEqual({
      LOCKFILE: "--no-frozen-lockfile",
    });
  });

  it("tells an image that asks for it the variants whose code cache it fills", async () => {
    write("stacks/mine/src/a.ts", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml");
    write("stacks/mine/Dockerfile");
    const bare = { command: ["node", "a.ts"], server: "node", environment: { X: "1" } };
    const environment = { X: "1", NODE_COMPILE_CACHE: "/cache" };
    const variants = [bare, { ...bare, environment }].map((shape) => variantSchema.parse(shape));
    const stack = { ...stackAt("stacks/mine", "node"), variants } as Stack;
    expect((await stackSources(stack, root)).buildArguments).toEqual({});
    writeFileSync(join(root, "stacks/mine/Dockerfile"), "ARG CACHED_VARIANTS=[]\n");
    const { CACHED_VARIANTS } = (await stackSources(stack, root)).buildArguments;
    expect(JSON.parse(CACHED_VARIANTS!)).toEqual([{ command: ["node", "a.ts"], environment }]);
  });

  it("tells an image which of its variants' servers are runtimes to be installed", async () => {
    write("stacks/mine/src/a.ts", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml");
    write(
      "packages/workloads-node/Dockerfile",
      "packages/workloads-node/runtimes/bun/package.json",
    );
    writeFileSync(join(root, "packages/workloads-node/Dockerfile"), "ARG RUNTIMES=\n");
    const told = async (...servers: string[]) => {
      const variants = servers.map((server) => variantSchema.parse({ command: ["a"], server }));
      const stack = { ...stackAt("stacks/mine", "node"), variants } as Stack;
      return (await stackSources(stack, root)).buildArguments;
    };
    expect(await told("node", "bun", "bun", "pm2")).toEqual({ RUNTIMES: "bun" });
    expect(await told("node")).toEqual({ RUNTIMES: "" });
  });

  const inImage = async (): Promise<{ files: string[]; leftOut: LeftOut[] }> => {
    const { files, leftOut } = await stackSources(stackAt("elsewhere/app", "other"), root);
    return { files: files.map(({ path }) => path.replace("stacks/mine/", "")).toSorted(), leftOut };
  };
  const secretPaths = [
    ".aws/credentials",
    ".env",
    ".env.production",
    ".npmrc",
    ".ssh/config",
    "conf/.netrc",
    "conf/server.key",
    "id_rsa",
    "id_rsa.pub",
    "tls/Cert.PEM",
  ];

  it("leaves secrets out by their names, and tells them", async () => {
    const plain = ["Dockerfile", ".env.example", "keys.ts", "main.py", "environment.env"];
    write(...[...secretPaths, ...plain, ".git/config"].map((path) => `elsewhere/app/${path}`));
    const { files, leftOut } = await inImage();
    expect(files).toEqual(plain.toSorted());
    expect(leftOut).toEqual(
      [".aws", ".env", ".env.production", ".npmrc", ".ssh", "conf/.netrc", "conf/server.key"]
        .concat("id_rsa", "id_rsa.pub", "tls/Cert.PEM")
        .map((path) => ({ path, absence: "secret" })),
    );
    expect(describeLeftOut(leftOut)).toBe(
      "left out of its image: .aws, .env, .env.production, .npmrc, .ssh and 5 more " +
        "(secrets, unless a line like !.env in its .dockerignore lets them in)",
    );
  });

  it.each([
    ["a comment and a folder", "# no\n/data/\n", ["data"]],
    ["a pattern at any depth", "**/*.log\r\n", ["data/a.log", "x.log"]],
    ["an exception", "*\n!src\n!Dockerfile\n", ["data/a.log", "data/b.txt", "notes.md", "x.log"]],
    ["an order in which the last counts", "!x.log\n*.log\n", ["x.log"]],
    ["no way to leave the Dockerfile out", "Dockerfile\n", []],
  ])("follows its .dockerignore: %s", async (_, text, absent) => {
    const all = ["Dockerfile", "data/a.log", "data/b.txt", "notes.md", "src/a.py", "x.log"];
    write(...all.map((path) => `elsewhere/app/${path}`));
    writeFileSync(join(root, "elsewhere/app/.dockerignore"), text);
    const { files, leftOut } = await inImage();
    expect(leftOut).toEqual(absent.map((path) => ({ path, absence: ".dockerignore" })));
    const isAbsent = (path: string) => absent.some((one) => `${path}/`.startsWith(`${one}/`));
    expect(files).toEqual(all.filter((path) => !isAbsent(path)));
  });

  it.each([
    ["by its name", "!.env\n", [".env"]],
    ["by its place", "!conf/server.key\n", ["conf/server.key"]],
    ["by its kind", "!**/*.PEM\n", ["tls/Cert.PEM"]],
    ["as a folder", "!.ssh\n", [".ssh/config"]],
    ["not where a later line leaves it out", "!.env\n.env\n", []],
    ["not by an exception for all", "*\n!**\n", []],
    ["not by an exception for its folder", "*\n!conf\n!tls/*\n", []],
    ["not by the name of another place", "!conf/.env\n", []],
  ])("lets a secret in on its .dockerignore's word: %s", async (_, text, letIn) => {
    write(...[...secretPaths, "Dockerfile"].map((path) => `elsewhere/app/${path}`));
    writeFileSync(join(root, "elsewhere/app/.dockerignore"), text);
    expect((await inImage()).files).toEqual([...letIn, "Dockerfile"].toSorted());
  });

  it("takes the rules of the Dockerfile's name before the folder's", async () => {
    write("elsewhere/app/Dockerfile", "elsewhere/app/a", "elsewhere/app/b");
    writeFileSync(join(root, "elsewhere/app/.dockerignore"), "a\n");
    writeFileSync(join(root, "elsewhere/app/Dockerfile.dockerignore"), "b\n");
    expect((await inImage()).files).toEqual(["Dockerfile", "a"]);
  });

  it("fails for the stack's sake where a pattern cannot be read", async () => {
    write("elsewhere/app/Dockerfile");
    writeFileSync(join(root, "elsewhere/app/.dockerignore"), "a[b\n");
    await expect(inImage()).rejects.toBeInstanceOf(StackFailure);
    await expect(inImage()).rejects.toThrow(
      /^\.dockerignore: expected patterns as Docker has them/,
    );
  });

  it("fails for the stack's sake without any Dockerfile", async () => {
    write("stacks/mine/main.go");
    const failed = stackSources(stackAt("stacks/mine", "go"), root);
    await expect(failed).rejects.toBeInstanceOf(StackFailure);
    await expect(failed).rejects.toThrow(
      "expected mine/Dockerfile, found none, nor packages/workloads-go/Dockerfile",
    );
    await expect(stackSources(stackAt("stacks/mine", "other"), root)).rejects.toThrow(
      /expected mine\/Dockerfile, found none$/,
    );
    await expect(stackSources(stackAt("stacks/gone", "go"), root)).rejects.toThrow(
      /expected the folder .*stacks\/gone, found none/,
    );
  });
});

describe("an app that does not come up", () => {
  const leftOut: LeftOut[] = [
    { path: ".env", absence: "secret" },
    { path: "conf/data", absence: ".dockerignore" },
    { path: "notes.md", absence: ".dockerignore" },
  ];
  const messageFor = (...lines: string[]): string =>
    (withLeftOut(new StackFailure("ready", "it ended", lines), leftOut) as StackFailure).failure
      .message;

  it("may miss a secret, and what its last words name", () => {
    const secrets = "left out of its image: .env (secrets, unless a line like !.env in its";
    expect(messageFor("SECRET is not set")).toContain(`it ended; ${secrets}`);
    expect(messageFor("no such data: /app/conf/data")).toContain(
      "lets them in); conf/data (by its .dockerignore)",
    );
    expect(messageFor("no metadata")).not.toContain("conf/data");
  });

  it("is told as it is where nothing was left out", () => {
    const failure = new StackFailure("ready", "it ended");
    expect(withLeftOut(failure, [])).toBe(failure);
    const other = new Error("no engine");
    expect(withLeftOut(other, leftOut)).toBe(other);
  });
});
