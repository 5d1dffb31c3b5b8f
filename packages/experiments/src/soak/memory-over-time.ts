import type { MeasuredWindow } from "@stackbench/model";

/** Memory of all processes of the app together, in one window. */
export interface MemoryOverTime {
  round: number;
  /** Seconds from the window's first edge. */
  at: number[];
  bytes: number[];
}

/** One a window, in the order of time; windows whose memory nobody read are left out. */
export function memoryOverTime(windows: readonly MeasuredWindow[]): MemoryOverTime[] {
  return windows.flatMap(({ round, use }) => {
    const memory = use.services.app?.memorySeries;
    if (!memory || memory.processes.length === 0) return [];
    const bytes = memory.at.map(() => 0);
    for (const one of memory.processes) {
      one.bytes.forEach((value, index) => (bytes[one.firstSample + index]! += value));
    }
    return [{ round, at: memory.at, bytes }];
  });
}
