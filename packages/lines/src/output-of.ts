import type { Launched } from "@stackbench/model";

/** How a program ended, and all that it wrote on stdout. */
export type Output = Awaited<Launched["exited"]> & { lines: string[] };

/** Closes a program's input and waits for its end. Never rejects. */
export async function outputOf(program: Launched): Promise<Output> {
  program.endInput();
  const lines = await Array.fromAsync(program.lines);
  return { ...(await program.exited), lines };
}
