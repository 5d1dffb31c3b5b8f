import { readText } from "./read-file.ts";

/** What a CPU did since boot, ticks. Guests' time is in `user` and `nice`. */
export interface CpuTimes {
  user: number;
  nice: number;
  system: number;
  idle: number;
  /** Idle, while something awaited a disk. */
  waiting: number;
  interrupts: number;
  softInterrupts: number;
  /** Taken by the hypervisor. */
  steal: number;
}

/** Of each CPU by its number; the sum over all stands under the empty name. Empty where there is no /proc. */
export function readCpuTimes(fileSystemRoot = ""): Map<string, CpuTimes> {
  const times = new Map<string, CpuTimes>();
  for (const line of (readText(`${fileSystemRoot}/proc/stat`) ?? "").split("\n")) {
    const match = /^cpu(\d*)\s+(.*)$/.exec(line);
    // The CPUs come first.
    if (!match) break;
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, steal = 0] =
      match[2]!.split(/\s+/).map(Number);
    const interrupts = { interrupts: irq, softInterrupts: softirq };
    times.set(match[1]!, { user, nice, system, idle, waiting, ...interrupts, steal });
  }
  return times;
}
