import {
  type Command,
  exitCodes,
  commandHelp,
  mainHelp,
  runCommand,
  show,
} from "@stackbench/terminal";
import { nightly } from "@stackbench/experiments";
import { readFingerprint } from "@stackbench/session";
import { closest, UsageError } from "@stackbench/model";
import manifest from "../package.json" with { type: "json" };
import { calibrate } from "./commands/calibrate.ts";
import { clean } from "./commands/clean.ts";
import { compare } from "./commands/compare.ts";
import { doctor } from "./commands/doctor.ts";
import { history } from "./commands/history.ts";
import { images } from "./commands/images.ts";
import { list } from "./commands/list.ts";
import { newStack } from "./commands/new.ts";
import { nodes } from "./commands/nodes.ts";
import { publish } from "./commands/publish.ts";
import { report } from "./commands/report.ts";
import { reproduce } from "./commands/reproduce.ts";
import { experiments, run } from "./commands/run.ts";
import { verify } from "./commands/verify.ts";

const commands: readonly Command[] = [
  run,
  ...experiments,
  compare,
  nightly,
  history,
  calibrate,
  list,
  newStack,
  verify,
  reproduce,
  images,
  doctor,
  nodes,
  report,
  publish,
  clean,
];

/** Carries a command line out; the exit code. Throws what ends a program, as `runProgram` tells it. */
export async function dispatch(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === "--version") {
    const { harnessCommit } = readFingerprint();
    show(`stackbench ${manifest.version} (${harnessCommit ?? "commit not known"})\n`);
    return exitCodes.ok;
  }
  const named = commands.find((command) => command.name === first);
  if (!named && first !== undefined && !first.startsWith("-")) {
    const names = commands.map((command) => command.name);
    throw new UsageError(
      `expected a command or an option, got "${first}"${closest(first, names) || "; pnpm bench --help lists the commands"}`,
    );
  }
  const raw = named ? rest : argv;
  return await (named
    ? runCommand(named, raw)
    : runCommand(run, raw, () => `${mainHelp(commands)}\n${commandHelp(run)}`));
}
