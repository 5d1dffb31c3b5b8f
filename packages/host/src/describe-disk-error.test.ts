import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeDiskError } from "./describe-disk-error.ts";

/** What a call of the operating system throws. */
function thrownBy(call: () => void): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("expected it to throw");
}

test("says what failed where and what to do, and elsewhere only where there is an elsewhere", () => {
  const path = join(import.meta.filename, "folder");
  const error = thrownBy(() => mkdirSync(path));
  expect(describeDiskError(error, path)).toBe(
    `cannot write ${path}: a part of that path is a file, not a folder. Move that file away.`,
  );
  expect(describeDiskError(error, path, "choose another folder with --out")).toMatch(
    /Move that file away, or choose another folder with --out\.$/,
  );
});

test("has nothing to say of what is no error of the operating system", () => {
  expect(describeDiskError(new TypeError("x is no function"), "/x")).toBeUndefined();
});
