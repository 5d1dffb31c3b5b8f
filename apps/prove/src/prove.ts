import {
  type Command,
  commandHelp,
  parseCommandLine,
  runProgram,
  show,
} from "@stackbench/terminal";
import { resultsDirectory } from "@stackbench/session";
import { UsageError } from "@stackbench/model";
import { concludeAll, judgeFolder } from "./judge-all.ts";
import { keptFolder, type ProofCommand } from "./proof.ts";
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

/** All that is on file, without a name. */
const judgeAll: Pick<Command, "name" | "options"> = {
  name: "prove",
  options: {
    judge: { help: "judge what is on file of every proof" },
    out: { value: "folder", help: "where raw figures are", default: "results/proofs" },
    json: { help: "stdout is one JSON object: {pass, proofs: [...]}" },
  },
};

await runProgram(async ([name, ...rest]) => {
  const proof = proofs.find((candidate) => candidate.name === name);
  if (name?.startsWith("--") && [name, ...rest].includes("--judge")) {
    const { values, switches } = parseCommandLine(judgeAll, [name, ...rest]);
    const out = values["out"];
    const folder = out === undefined ? keptFolder : resultsDirectory(out);
    return concludeAll(judgeFolder(folder, proofs), switches.has("json"));
  }
  if (!proof) {
    throw new UsageError(
      `Usage: pnpm prove <name> [options]\n       pnpm prove --judge: judges all that is on file, and measures nothing\n${proofs.map((known) => `  ${known.name.padEnd(16)} ${known.summary}`).join("\n")}`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    show(commandHelp(proof, "prove"));
    return 0;
  }
  return proof.run(parseCommandLine(proof, rest));
});
