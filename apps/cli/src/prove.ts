import { UsageError } from "@stackbench/model";
import type { Command } from "./command.ts";
import { commandHelp } from "./help.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { runProgram } from "./program.ts";
import { cpuPerRequestProof } from "./prove/cpu-per-request.ts";
import { latencyLawProof } from "./prove/latency-law.ts";
import { littleProof } from "./prove/little.ts";
import { queueProof } from "./prove/queue.ts";
import { stallProof } from "./prove/stall.ts";
import { aaProof } from "./prove/aa.ts";
import { driftProof } from "./prove/drift.ts";
import { faultsProof } from "./prove/faults.ts";
import { regressionProof } from "./prove/regression.ts";
import { repeatProof } from "./prove/repeat.ts";
import { replayProof } from "./prove/replay.ts";
import { splitProof } from "./prove/split.ts";
import { show } from "./show.ts";

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
  splitProof,
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
