import { readMachine } from "@stackbench/host";
import type { Fingerprint } from "@stackbench/model";
import { ownCommit } from "./harness-commit.ts";

/** What this machine is, and which harness measures on it. */
export function readFingerprint(): Fingerprint {
  return { ...readMachine(), harnessCommit: ownCommit() };
}
