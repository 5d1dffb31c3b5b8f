import { runProgram } from "@stackbench/terminal";
import { judgeAll } from "./judge-all.ts";
import type { ProofCommand } from "./proof.ts";
import { cpuPerRequestProof } from "./cpu-per-request.ts";
import { latencyLawProof } from "./latency-law.ts";
import { littleProof } from "./little.ts";
import { queueProof } from "./queue.ts";
import { stallProof } from "./stall.ts";
import { aaProof } from "./aa.ts";
import { driftProof } from "./drift.ts";
import { faultsProof } from "./faults.ts";
import { regressionProof } from "./regression.ts";
import { repeatProof } from "./repeat.ts";
import { replayProof } from "./replay.ts";
import { runNamed } from "./run-named.ts";

/** `pnpm prove <name>`: what the harness claims of itself, shown by measurement. One line a proof. */
const proofs: readonly ProofCommand[] = [
  latencyLawProof,
  stallProof,
  queueProof,
  littleProof,
  cpuPerRequestProof,
  aaProof,
  driftProof,
  regressionProof,
  repeatProof,
  replayProof,
  faultsProof,
];

await runProgram((given) =>
  // Without a name: all that is on file.
  given[0]?.startsWith("--") && given.includes("--judge")
    ? Promise.resolve(judgeAll(proofs, given))
    : runNamed("prove", proofs, given),
);
