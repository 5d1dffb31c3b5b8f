import type { Launched } from "@stackbench/model";

type End = Pick<Awaited<Launched["exited"]>, "code" | "signal">;

/** "exit code 3", "SIGKILL". */
export function describeEnd({ code, signal }: End): string {
  if (signal !== null) return signal;
  return code === null ? "no exit code" : `exit code ${code}`;
}
