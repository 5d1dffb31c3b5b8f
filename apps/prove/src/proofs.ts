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
import { swarmAgreementProof } from "./swarm-agreement.ts";

/** What the harness claims of itself, shown by measurement. One line a proof. */
export const proofs: readonly ProofCommand[] = [
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
  swarmAgreementProof,
];
