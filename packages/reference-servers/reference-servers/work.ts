import { createHash } from "node:crypto";

/** CPU time of the process, µs, around one burning. */
export interface Burned {
  fromMicros: number;
  toMicros: number;
}

/**
 * Burns CPU time until the process has used `micros` more. The clock is the process's, not the thread's:
 * `process.threadCpuUsage` advances in steps of a scheduler tick (4 ms).
 */
export function spinCpu(micros: number): Burned {
  const fromMicros = cpuMicros();
  for (;;) {
    const toMicros = cpuMicros();
    if (toMicros - fromMicros >= micros) return { fromMicros, toMicros };
  }
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const input = Buffer.alloc(64, "stackbench");

/**
 * A chain of SHA-256 over 64 bytes: the same work for the same number, whatever the machine's speed. An answer without
 * any costs as much CPU as 4 rounds (a bare process) to 12 (in a container), so `HASHES` 190, 192 and 200 make answers
 * of about 200, 202 and 210 rounds: 0, 1 and 5 % more in total, to within 0.15 points for the last.
 */
export function hashRounds(count: number): void {
  for (let i = 0; i < count; i++) createHash("sha256").update(input).digest().copy(input);
}
