import type { Machine } from "@stackbench/host";
import { fingerprintSchema, type Fingerprint } from "@stackbench/model";
import { expect, expectTypeOf, test } from "vitest";
import { readFingerprint } from "./fingerprint.ts";

test("a machine as the host reads it is what a run keeps of it", () => {
  expectTypeOf<Machine>().branded.toEqualTypeOf<Omit<Fingerprint, "harnessCommit">>();
  const fingerprint = readFingerprint();
  expect(fingerprintSchema.parse(fingerprint)).toEqual(fingerprint);
});
