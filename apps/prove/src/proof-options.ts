import { readFingerprint, repositoryRoot, resultsDirectory } from "@stackbench/session";
import { type Command, type CommandInput, say } from "@stackbench/terminal";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openProofLog, type ProofLog } from "./proof-log.ts";

/** What every proof takes. */
export const proofOptions: Command["options"] = {
  short: { help: "a few windows only, kept apart; judged against the same targets" },
  restart: { help: "forget the figures there are and begin anew" },
  out: {
    value: "folder",
    help: "where raw figures go",
    default: "results/proofs, or a new folder in /tmp with --short",
  },
  json: { help: "stdout is one JSON object: {name, pass, figures}" },
};

/** Opens the raw figures of a proof where its options say, and says what is there. */
export async function openLog<Trial extends object>(
  proof: string,
  { values, switches }: CommandInput,
  settings: Record<string, unknown>,
): Promise<ProofLog<Trial>> {
  const directory =
    values["out"] !== undefined
      ? resultsDirectory(values["out"])
      : switches.has("short")
        ? await mkdtemp(join(tmpdir(), `stackbench-proof-${proof}-`))
        : join(repositoryRoot, "results/proofs");
  const log = await openProofLog<Trial>({
    proof,
    file: join(directory, `${proof}.jsonl`),
    fingerprint: readFingerprint(),
    settings,
    restart: switches.has("restart"),
  });
  say(
    `raw figures: ${log.file}${log.trials.length > 0 ? ` (${log.trials.length} are there)` : ""}`,
  );
  return log;
}
