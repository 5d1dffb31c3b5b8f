import type { GeneratorSource, Launcher, Program } from "@stackbench/model";

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
  program.endInput();
  let version: string | undefined;
  for await (const line of program.lines) version ??= pattern.exec(line)?.[1];
  await program.exited;
  return version ?? "unknown";
}
