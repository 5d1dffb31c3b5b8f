import type { Launched } from "@stackbench/model";

/** What a program that has been asked to end gets before it is killed, ms. */
const patienceMs = 2000;

/** Ends a program whatever state it is in; resolves once it is gone. */
export async function endProgram(program: Launched): Promise<void> {
  program.endInput();
  let timer: NodeJS.Timeout | undefined;
  const impatient = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([program.exited, impatient]);
  clearTimeout(timer);
  program.kill("SIGKILL");
  await program.exited;
}
