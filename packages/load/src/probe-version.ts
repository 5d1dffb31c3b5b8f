import { type GeneratorSource, type Launcher, type Program } from "@stackbench/model";
import { outputOf } from "@stackbench/lines";

type Installed = Extract<GeneratorSource, { from: "debian" }>;

/** What starts a generator of the system. */
export function entryOf({ command, package: debianPackage }: Installed): Program["entry"] {
  return { command, debianPackage };
}

/** The version that it prints about itself, `unknown` where it prints none. */
export async function probeVersion(
  launcher: Launcher,
  source: Installed,
  argument: string,
  pattern: RegExp,
): Promise<string> {
  const program = await launcher.launch({ entry: entryOf(source), arguments: [argument] });
  const { lines } = await outputOf(program);
  return lines.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? "unknown";
}
