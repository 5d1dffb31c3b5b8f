import { outputOf } from "@stackbench/lines";
import type { Sitting } from "@stackbench/model";

/** Runs a program beside the load generator and gives what it wrote on stdout, line by line. */
export async function runInPod(
  sitting: Sitting,
  command: string,
  ...args: string[]
): Promise<string[]> {
  const program = await sitting.launch({ entry: { command }, arguments: args });
  const { lines, code, stderrTail } = await outputOf(program);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderrTail}`);
  return lines;
}

/** Runs a module in Node there, with `base`, the URL of the sitting's target, and gives the JSON that it prints. */
export async function askInPod(sitting: Sitting, script: string): Promise<unknown> {
  const { host, port } = sitting.target;
  const module = `const base = "http://${host}:${port}";\n${script}`;
  const lines = await runInPod(sitting, "node", "--input-type=module", "-e", module);
  return JSON.parse(lines.join("\n"));
}
