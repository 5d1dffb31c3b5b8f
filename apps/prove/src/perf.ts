import {
  type Command,
  commandHelp,
  parseCommandLine,
  runProgram,
  show,
} from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
import { generatorPerf } from "./perf/generator.ts";
import { overheadPerf } from "./perf/overhead.ts";

/** `pnpm perf <name>`: benchmarks of the harness itself, as ratios inside one interleaved run. */
const commands: readonly Command[] = [generatorPerf, overheadPerf];

await runProgram(async ([name, ...rest]) => {
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    throw new UsageError(
      `Usage: pnpm perf <name> [options]\n${commands.map((known) => `  ${known.name.padEnd(10)} ${known.summary}`).join("\n")}`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    show(commandHelp(command, "perf"));
    return 0;
  }
  return command.run(parseCommandLine(command, rest));
});
