import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { parseCpuList } from "./cpu-list.ts";
import { parseStatusField } from "./process-status.ts";
import { readText } from "./read-file.ts";

/**
 * The numbers of the CPUs that this program may run on: those that are online, of its cpuset and of its affinity mask.
 * What share of their time it gets `cpuQuotaOf` tells.
 */
export function availableCpus(fileSystemRoot = ""): number[] {
  return cpusOf("self", fileSystemRoot) ?? cpus().map((_, index) => index);
}

/** The same of another process; undefined where that cannot be read. */
export function cpusOf(pid: number | "self", fileSystemRoot = ""): number[] | undefined {
  const allowed = parseCpuList(readAllowed(`${fileSystemRoot}/proc/${pid}`));
  // The mask names CPUs that might be plugged in, too: the kernel takes them off where a program asks for its own.
  const online = parseCpuList(
    readText(`${fileSystemRoot}/sys/devices/system/cpu/online`)?.trim() ?? "",
  );
  return online ? allowed?.filter((cpu) => online.includes(cpu)) : allowed;
}

/** The affinity mask of each of a process's threads, as the kernel lists CPUs; none where it has ended. */
export function readThreadMasks(pid: number): string[] {
  let threads: string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  // They come and go.
  return threads.map((thread) => readAllowed(`/proc/${pid}/task/${thread}`)).filter(Boolean);
}

/** Cpusets are in it: the kernel keeps a process's mask inside of its own. Empty where it cannot be read. */
function readAllowed(directory: string): string {
  return parseStatusField(readText(`${directory}/status`) ?? "", "Cpus_allowed_list") ?? "";
}
