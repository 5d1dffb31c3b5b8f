import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { resultsDirectory } from "@stackbench/session";
import { type Command, exitCodes, show, showJson } from "@stackbench/terminal";
import { describeTarget, isReached, targetsOf, type Target } from "./outcome.ts";
import { readProofFile } from "./proof-log.ts";
import { keptFolder, type ProofCommand } from "./proof.ts";

/** What is known of a proof, or of a variety of it that has a file of its own, from what is on file. */
type Known =
  | { kind: "judged"; name: string; file: string; trials: number; missed: Target[] }
  | { kind: "nothing on file"; name: string }
  /** Figures of a proof that there is no more: they are history, and promise nothing. */
  | { kind: "retired"; name: string; file: string };

/** `pnpm prove --judge`: judges all that is on file and prints it. */
export function judgeAllCommand(proofs: readonly ProofCommand[]): Command {
  return {
    name: "--judge",
    summary: "judges all figures that are on file, on any machine, and measures nothing",
    options: {
      out: { value: "folder", help: "where raw figures are", default: "results/proofs" },
      json: { help: "stdout is one JSON object: {pass, proofs}" },
    },
    run: ({ values, switches }) => {
      const out = values["out"];
      const folder = out === undefined ? keptFolder : resultsDirectory(out);
      return Promise.resolve(conclude(judgeFolder(folder, proofs), switches.has("json")));
    },
  };
}

/** Judges every file of figures in a folder, as each proof without options does; in the order of the proofs. */
function judgeFolder(folder: string, proofs: readonly ProofCommand[]): Known[] {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((one) => one.endsWith(".jsonl"))
    : [];
  const files = names.toSorted().flatMap((one) => {
    const file = join(folder, one);
    const figures = readProofFile<object, object>(file);
    return figures ? [{ name: one.slice(0, -".jsonl".length), file, figures }] : [];
  });
  const isOf = (proof: ProofCommand, name: string): boolean =>
    name === proof.name || name.startsWith(`${proof.name}-`);
  return [
    ...proofs.flatMap((proof): Known[] => {
      const own = files.filter(({ name }) => isOf(proof, name));
      if (own.length === 0) return [{ kind: "nothing on file", name: proof.name }];
      return own.map(({ name, file, figures }) => ({
        kind: "judged",
        name,
        file,
        trials: figures.trials.length,
        missed: targetsOf(proof.judgeFigures(figures)).filter((target) => !isReached(target)),
      }));
    }),
    ...files
      .filter(({ name }) => !proofs.some((proof) => isOf(proof, name)))
      .map(({ name, file }): Known => ({ kind: "retired", name, file })),
  ];
}

/** Prints a line a proof and under it what it misses; gives the exit code: fine where something is judged and nothing misses. */
function conclude(all: readonly Known[], json: boolean): number {
  const judged = all.filter((one) => one.kind === "judged");
  const pass = judged.length > 0 && judged.every(({ missed }) => missed.length === 0);
  if (json) showJson({ pass, proofs: all });
  else show(all.map(describeKnown).join(""));
  return pass ? exitCodes.ok : exitCodes.failed;
}

function describeKnown(one: Known): string {
  const name = one.name.padEnd(20);
  switch (one.kind) {
    case "nothing on file":
      return `nothing on file  ${name.trimEnd()}\n`;
    case "retired":
      return `retired          ${name} ${one.file}\n`;
    case "judged": {
      const verdict = one.missed.length === 0 ? "pass" : "MISS";
      const lines = one.missed.map((target) => `  ${describeTarget(target)}\n`);
      return `${verdict}             ${name} ${one.file}, ${one.trials} trials\n${lines.join("")}`;
    }
  }
}
