import {
  type Command,
  commandHelp,
  parseCommandLine,
  runProgram,
  show,
} from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
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

/** `pnpm prove <name>`: what the harness claims of itself, shown by measurement. One line a proof. */
const proofs: readonly Command[] = [
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

await runProgram(async ([name, ...rest]) => {
  const proof = proofs.find((candidate) => candidate.name === name);
  if (!proof) {
    throw new UsageError(
      `Usage: pnpm prove <name> [options]\n${proofs.map((known) => `  ${known.name.padEnd(16)} ${known.summary}`).join("\n")}`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    show(commandHelp(proof, "prove"));
    return 0;
  }
  return proof.run(parseCommandLine(proof, rest));
});
