import { exitCodes } from "@stackbench/terminal";
import { spawn } from "node:child_process";
import { testedFrom, testedProgram } from "./tested-program.ts";

/** Of every program that was started here. */
export const benchPids = new Set<number>();

export interface Ended {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Of a run that finished without a failed row: windows of a fraction of a second may be invalid on a busy machine. */
export const heldCodes: readonly (number | null)[] = [exitCodes.ok, exitCodes.invalid];

/**
 * Runs the program as people do. `onStderr` sees all that was written so far and may send a signal; `environment` is
 * added to this process's. `within`: a command line that starts what follows it somewhere else.
 */
export function runBench(
  args: readonly string[],
  onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
  environment: Readonly<Record<string, string>> = {},
  within: readonly string[] = [],
): Promise<Ended> {
  const [command, ...words] = [...within, process.execPath, testedProgram, ...args];
  return new Promise((resolve) => {
    const child = spawn(command!, words, {
      cwd: testedFrom,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    benchPids.add(child.pid!);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (part) => (stdout += part));
    child.stderr.on("data", (part) => {
      stderr += part;
      onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
