import { HostError, UsageError, EngineRefusal } from "@stackbench/model/errors";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandHelp } from "./help.ts";
import { Interrupted } from "./interrupt.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { registryVariable } from "./registry-option.ts";
import { say } from "./say.ts";
import { show } from "./show.ts";

/** Runs a program's body with the arguments, tells each error once, and sets the exit code. */
export async function runProgram(body: (argv: string[]) => Promise<number>): Promise<void> {
  // A stream that nobody reads any more (`pnpm bench list | head`, a closed terminal) never ends the program: what is
  // up must be taken down, and what was measured is on disk. `watchInterrupts` hears of it where something is up.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  process.exitCode = await codeOf(body(process.argv.slice(2)));
}

/** The exit code of what a program does, which tells what is thrown instead, once. */
export async function codeOf(done: Promise<number>): Promise<number> {
  return await done.catch(tellAndCode);
}

/** Carries out what is typed behind a command's name, or shows its help where that is asked for; the exit code. */
export async function runCommand(
  command: Command,
  words: readonly string[],
  helpOf = (): string => commandHelp(command),
): Promise<number> {
  if (words.includes("--help") || words.includes("-h")) {
    show(helpOf());
    return exitCodes.ok;
  }
  const input = parseCommandLine(command, words);
  // Before anything looks for an engine.
  const { host, registry } = input.values;
  if (host !== undefined) process.env["DOCKER_HOST"] = host;
  if (registry !== undefined) process.env[registryVariable] = registry;
  return await command.run(input);
}

function tellAndCode(error: unknown): number {
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (error instanceof UsageError) {
    say(error.message);
    return exitCodes.usage;
  }
  if (error instanceof HostError || error instanceof EngineRefusal) {
    say(error instanceof HostError ? error.message : `the Docker engine refused: ${error.message}`);
    return exitCodes.host;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`unexpected error, please report it:\n${text}`);
  return exitCodes.failed;
}
