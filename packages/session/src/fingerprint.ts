import { packedFrom, readMachine } from "@stackbench/host";
import type { Fingerprint } from "@stackbench/model";
import { harnessCommit } from "./harness-commit.ts";
import { repositoryRoot } from "./places.ts";

/** What this machine is, and which harness measures on it. */
export function readFingerprint(): Fingerprint {
  const packed = packedFrom();
  const commit = packed ? packed.harnessCommit : harnessCommit(repositoryRoot);
  return { ...readMachine(), harnessCommit: commit };
}
