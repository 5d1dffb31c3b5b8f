import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack, Variant } from "@stackbench/model";
import { expect, test } from "vitest";
import { refuses } from "./refuses.ts";

const plain = { proxy: "none", socket: "tcp", protocol: "http", environment: {} };

test("a program that this machine lacks is told, once the stack is installed", () => {
  const directory = mkdtempSync(join(tmpdir(), "stackbench-refuses-"));
  const stack = { runtime: "node", directory } as Stack;
  const said = (program: string): string | undefined => {
    const shape = { ...plain, command: [program, "x"] };
    return refuses(stack, shape as unknown as Variant, process.execPath);
  };
  try {
    expect(said("no-such-runtime")).toBeUndefined();
    const programs = join(directory, "node_modules/.bin");
    mkdirSync(programs, { recursive: true });
    expect(said("no-such-runtime")).toMatch(/^starts with no-such-runtime, .*--driver=docker$/);
    expect(said("node")).toBeUndefined();
    writeFileSync(join(programs, "no-such-runtime"), "");
    chmodSync(join(programs, "no-such-runtime"), 0o755);
    expect(said("no-such-runtime")).toBeUndefined();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a code cache that an image has filled is not here", () => {
  const stack = { runtime: "node", directory: "/nowhere" } as Stack;
  const environment = { NODE_COMPILE_CACHE: "/app/compile-cache" };
  const shape = { ...plain, environment, command: ["node", "x"] } as unknown as Variant;
  expect(refuses(stack, shape, process.execPath)).toContain("--driver=docker");
});
