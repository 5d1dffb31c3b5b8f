import { closest } from "@stackbench/model/closest";
import { UsageError } from "@stackbench/model/errors";
import { commandHelp, exitCodes, mainHelp, runCommand, show } from "@stackbench/terminal/start";
import manifest from "../package.json" with { type: "json" };
import { commands } from "./commands.ts";

/** Carries a command line out; the exit code. Throws what ends a program, as `runProgram` tells it. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === "--version") {
    const { ownCommit } = await import("@stackbench/session/harness-commit");
    show(`stackbench ${manifest.version} (${ownCommit() ?? "commit not known"})\n`);
    return exitCodes.ok;
  }
  const named = commands.find((command) => command.name === first);
  if (!named && first !== undefined && !first.startsWith("-")) {
    const names = commands.map((command) => command.name);
    throw new UsageError(
      `expected a command or an option, got "${first}"${closest(first, names) || "; pnpm bench --help lists the commands"}`,
    );
  }
  if (named) return await runCommand(await named.load(), rest);
  const run = await commands[0].load();
  return await runCommand(run, argv, () => `${mainHelp(commands)}\n${commandHelp(run)}`);
}
