import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import type { Launched } from "@stackbench/model";
import { ask } from "./ask.ts";
import { signalOfExitCode } from "./exit-message.ts";

export type Ending = Awaited<Launched["exited"]>;

/** Undefined where the engine tells none, or the program has ended before. */
export async function hostPid(exec: Docker.Exec): Promise<number | undefined> {
  // The stream opens a moment before the program has its pid.
  for (let attempt = 0; attempt < 200; attempt++) {
    const state = await ask("inspect a program", (abortSignal) => exec.inspect({ abortSignal }));
    if (state.Pid > 0) return state.Pid;
    if (state.ExitCode !== null && !state.Running) return undefined;
    await delay(5);
  }
  return undefined;
}

/** Never rejects: that the engine is gone stands in `stderrTail`. */
export async function endingOf(exec: Docker.Exec, lost: AbortSignal): Promise<Ending> {
  try {
    // The stream ends a moment before the engine has the exit code.
    for (let attempt = 0; attempt < 500; attempt++) {
      const inspect = (abortSignal: AbortSignal) => exec.inspect({ abortSignal });
      const ending = endingIn(await ask("inspect a program", inspect, { signal: lost }));
      if (ending) return ending;
      await delay(10);
    }
    return { code: null, signal: null, stderrTail: "\nthe engine gave no exit code" };
  } catch (error) {
    return { code: null, signal: null, stderrTail: `\n${(error as Error).message}` };
  }
}

/** Undefined while it runs. */
export function endingIn({ Running, ExitCode }: Docker.ExecInspectInfo): Ending | undefined {
  if (Running || ExitCode === null) return undefined;
  const signal = signalOfExitCode(ExitCode) ?? null;
  return { code: signal === null ? ExitCode : null, signal, stderrTail: "" };
}
