import { type Command, commandHelp, runCommand } from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";

/** Runs the one of a program's commands that the first argument names. Throws UsageError where there is none such. */
export async function runNamed(
  program: "perf" | "prove",
  commands: readonly Command[],
  [name, ...rest]: readonly string[],
): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const width = Math.max(...commands.map((known) => known.name.length)) + 1;
    const lines = commands.map((known) => `  ${known.name.padEnd(width)} ${known.summary}`);
    throw new UsageError(`Usage: pnpm ${program} <name> [options]\n${lines.join("\n")}`);
  }
  return await runCommand(command, rest, () => commandHelp(command, `pnpm ${program}`));
}
