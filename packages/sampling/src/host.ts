import type { HostUse } from "@stackbench/model";
import { readText } from "@stackbench/host";

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
  for (const line of (readText(`${fileSystemRoot}/proc/stat`) ?? "").split("\n")) {
    const match = /^cpu(\d*)\s+(.*)$/.exec(line);
    if (!match) continue;
    const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, steal = 0] =
      match[2]!.split(/\s+/).map(Number);
    // Guests' time is in `user` and `nice` already.
    const busy = user + nice + system + irq + softirq;
    const programs = chargesInterrupts ? busy : user + nice + system;
    cpus.set(match[1]!, { busy, programs, steal, total: busy + idle + waiting + steal });
  }
  const pressureUs: HostReading["pressureUs"] = {};
  for (const kind of ["cpu", "memory", "io"] as const) {
    const match = /^some .*total=(\d+)/m.exec(
      readText(`${fileSystemRoot}/proc/pressure/${kind}`) ?? "",
    );
    if (match) pressureUs[kind] = Number(match[1]);
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
