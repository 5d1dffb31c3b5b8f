import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { expect, onTestFinished, test } from "vitest";
import { ignoreAllIn } from "./keep-out-of-git.ts";

test("a folder is made and ignored, and one that cannot be is the machine's fault, and named", () => {
  const place = mkdtempSync(join(tmpdir(), "stackbench-ignored-"));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const folder = join(place, "own");
  ignoreAllIn(folder);
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");

  const file = join(place, "file");
  writeFileSync(file, "");
  const within = join(file, "own");
  expect(() => ignoreAllIn(within)).toThrow(HostError);
  expect(() => ignoreAllIn(within)).toThrow(`cannot write ${within}`);
});
