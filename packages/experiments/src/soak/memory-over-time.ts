import type { MeasuredWindow } from "@stackbench/model";
import { windowOfSitting } from "../window-of-sitting.ts";

/** Memory of all processes of the app together, in one window. */
export interface MemoryOverTime {
  round: number;
  /** Of its sitting, from 1. */
  window: number;
  /** Seconds from the window's first edge. */
  at: number[];
  bytes: number[];
}

/** One a window, in the order of time; windows whose memory nobody read are left out. */
export function memoryOverTime(windows: readonly MeasuredWindow[]): MemoryOverTime[] {
  return windows.flatMap(({ round, planned, use }) => {
    const memory = use.services.app?.memorySeries;
    if (!memory || memory.processes.length === 0) return [];
    const bytes = memory.at.map(() => 0);
    for (const one of memory.processes) {
      one.bytes.forEach((value, index) => (bytes[one.firstSample + index]! += value));
    }
    return [{ round, window: windowOfSitting(planned), at: memory.at, bytes }];
  });
}
