import type { Launcher } from "@stackbench/model";

/** The version that a command prints about itself, `unknown` where it prints none. */
export async function probeVersion(
  launcher: Launcher,
  command: string,
  argument: string,
  pattern: RegExp,
): Promise<string> {
  const program = await launcher.launch({ entry: { command }, arguments: [argument] });
  program.endInput();
  let version: string | undefined;
  for await (const line of program.lines) version ??= pattern.exec(line)?.[1];
  await program.exited;
  return version ?? "unknown";
}
