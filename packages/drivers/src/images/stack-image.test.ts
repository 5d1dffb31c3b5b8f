import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StackFailure, type Stack } from "@stackbench/model";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
  ({ id: "mine", directory: join(root, directory), runtime, external: true }) as Stack;

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
