import { constants } from "node:os";

/** How a container's first process ended, as the engine tells. */
export interface ContainerEnd {
  exitCode: number;
  killedForMemory: boolean;
}

/** "exited with code 3", "killed by SIGSEGV", "killed for memory (limit 64 MiB)". */
export function exitMessage(end: ContainerEnd, memoryLimitBytes: number | null): string {
  if (end.killedForMemory) return memoryMessage(memoryLimitBytes);
  const signal = signalOfExitCode(end.exitCode);
  return signal === undefined ? `exited with code ${end.exitCode}` : `killed by ${signal}`;
}

export function memoryMessage(memoryLimitBytes: number | null): string {
  if (memoryLimitBytes === null) return "killed for memory (no limit set: the host ran out)";
  return `killed for memory (limit ${Math.round(memoryLimitBytes / 1024 ** 2)} MiB)`;
}

/** Shells and engines report a death by signal n as 128 + n. */
export function signalOfExitCode(exitCode: number): NodeJS.Signals | undefined {
  const number = exitCode - 128;
  if (number <= 0) return undefined;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] as NodeJS.Signals | undefined;
}
