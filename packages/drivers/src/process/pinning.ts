import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { formatCpuSet, type CpuSet, type Knob } from "@stackbench/model";

/** Open files a process may have; absent ones stay as they are. */
export interface FileLimit {
  soft?: string;
  hard?: string;
}

/** The programs of util-linux that pin and limit, where they are installed. */
export interface PinningTools {
  taskset: string | undefined;
  prlimit: string | undefined;
}

export function findPinningTools(): PinningTools {
  const linux = process.platform === "linux";
  return {
    taskset: linux ? findOnPath("taskset") : undefined,
    prlimit: linux ? findOnPath("prlimit") : undefined,
  };
}

/** Puts pinning, limits and mark in front of a command. All replace themselves by it, so the pid stays. */
export function pinned(
  command: readonly [string, ...string[]],
  tools: PinningTools,
  cpus: CpuSet | undefined,
  files: FileLimit,
  mark: string | undefined,
): [string, ...string[]] {
  let line: [string, ...string[]] = [...command];
  const limits = [
    ...(files.soft === undefined && files.hard === undefined
      ? []
      : [`--nofile=${files.soft ?? ""}:${files.hard ?? ""}`]),
    // The soft limit alone: one that this program sets in its turn must be free to be higher.
    ...(mark === undefined ? [] : [`--rttime=${mark}:`]),
  ];
  if (tools.prlimit && limits.length > 0) line = [tools.prlimit, ...limits, ...line];
  if (tools.taskset && cpus) line = [tools.taskset, "-c", formatCpuSet(cpus), ...line];
  return line;
}

export function fileLimitOf(knobs: readonly Knob[]): FileLimit {
  const soft = knobs.find(({ name }) => name === "nofile.soft")?.value;
  const hard = knobs.find(({ name }) => name === "nofile.hard")?.value;
  return { ...(soft !== undefined && { soft }), ...(hard !== undefined && { hard }) };
}

/** The absolute path of a program; undefined when no directory of PATH has it. */
export function findOnPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  const candidates = name.includes("/")
    ? [name]
    : path.split(delimiter).map((directory) => join(directory, name));
  return candidates.find((candidate) => isAbsolute(candidate) && isExecutable(candidate));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
