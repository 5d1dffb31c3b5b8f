import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack, Variant } from "@stackbench/model";
import { expect, test } from "vitest";
import { refuses } from "./refuses.ts";

test("a program that this machine lacks is told, once the stack is installed", () => {
  const directory = mkdtempSync(join(tmpdir(), "stackbench-refuses-"));
  const stack = { runtime: "node", directory } as Stack;
  const said = (program: string): string | undefined => {
    const shape = { proxy: "none", socket: "tcp", protocol: "http", command: [program, "x"] };
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
