import { runProgram } from "@stackbench/terminal";
import { judgeAllCommand } from "./judge-all.ts";
import { proofs } from "./proofs.ts";
import { runNamed } from "./run-named.ts";

/** `pnpm prove <name>`; without a name, all that is on file. */
const commands = [...proofs, judgeAllCommand(proofs)];

await runProgram((given) => runNamed("prove", commands, given));
