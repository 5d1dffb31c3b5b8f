import { readMachine } from "@stackbench/host";
import type { Fingerprint } from "@stackbench/model";
import { harnessCommit } from "./harness-commit.ts";
import { repositoryRoot } from "./places.ts";

/** What this machine is, and which harness measures on it. */
export function readFingerprint(): Fingerprint {
  return { ...readMachine(), harnessCommit: harnessCommit(repositoryRoot) };
}
