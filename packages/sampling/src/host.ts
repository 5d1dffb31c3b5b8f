import type { HostUse } from "@stackbench/model";
import { readCpuTimes, readPressureUs } from "@stackbench/host";

interface CpuTicks {
  busy: number;
  /** Of the busy ones, those in the accounts of programs. */
  programs: number;
  steal: number;
  total: number;
}

/** One reading of the whole machine. */
export interface HostReading {
  /** By CPU number; the sum over all stands under the empty name. */
  cpus: Map<string, CpuTicks>;
  /** Time with at least one task waiting, µs since boot; absent where the kernel does not tell. */
  pressureUs: Partial<Record<"cpu" | "memory" | "io", number>>;
}

/** `chargesInterrupts`: whether what interrupts take stands in the account of the program they interrupt. */
export function readHost(fileSystemRoot: string, chargesInterrupts: boolean): HostReading {
  const cpus = new Map<string, CpuTicks>();
  for (const [name, times] of readCpuTimes(fileSystemRoot)) {
    const { user, nice, system, idle, waiting, interrupts, softInterrupts, steal } = times;
    const busy = user + nice + system + interrupts + softInterrupts;
    const programs = chargesInterrupts ? busy : user + nice + system;
    cpus.set(name, { busy, programs, steal, total: busy + idle + waiting + steal });
  }
  const pressureUs: HostReading["pressureUs"] = {};
  for (const kind of ["cpu", "memory", "io"] as const) {
    const waited = readPressureUs(kind, fileSystemRoot);
    if (waited !== undefined) pressureUs[kind] = waited;
  }
  return { cpus, pressureUs };
}

/** What the machine did between two readings that lie `seconds` apart. */
export function hostUse(first: HostReading, last: HostReading, seconds: number): HostUse {
  const busyShareByCpu: Record<string, number> = {};
  const programShareByCpu: Record<string, number> = {};
  const stealShareByCpu: Record<string, number> = {};
  let stealShare: number | undefined;
  for (const [name, end] of last.cpus) {
    const start = first.cpus.get(name);
    const total = start === undefined ? 0 : end.total - start.total;
    // Less than a tick passed, or the CPU went offline: there is nothing to share out.
    if (start === undefined || total <= 0) continue;
    const steal = Math.max(0, end.steal - start.steal) / total;
    if (name === "") {
      stealShare = steal;
      continue;
    }
    busyShareByCpu[name] = Math.max(0, end.busy - start.busy) / total;
    programShareByCpu[name] = Math.max(0, end.programs - start.programs) / total;
    stealShareByCpu[name] = steal;
  }
  const pressure = (kind: "cpu" | "memory" | "io"): number | undefined => {
    const [start, end] = [first.pressureUs[kind], last.pressureUs[kind]];
    return start === undefined || end === undefined
      ? undefined
      : Math.max(0, end - start) / (seconds * 1e6);
  };
  const [cpu, memory, io] = [pressure("cpu"), pressure("memory"), pressure("io")];
  return {
    ...(stealShare !== undefined && { stealShare }),
    ...(cpu !== undefined && { cpuPressureShare: cpu }),
    ...(memory !== undefined && { memoryPressureShare: memory }),
    ...(io !== undefined && { ioPressureShare: io }),
    ...(Object.keys(busyShareByCpu).length > 0 && {
      busyShareByCpu,
      programShareByCpu,
      stealShareByCpu,
    }),
  };
}
