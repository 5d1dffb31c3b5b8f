import { outputOf } from "@stackbench/lines";
import type { Launcher } from "@stackbench/model";

/** The version that a command prints about itself, `unknown` where it prints none. */
export async function probeVersion(
  launcher: Launcher,
  command: string,
  argument: string,
  pattern: RegExp,
): Promise<string> {
  const program = await launcher.launch({ entry: { command }, arguments: [argument] });
  const { lines } = await outputOf(program);
  return lines.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? "unknown";
}
