import { existsSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { cgroupVersionOf } from "./cgroup-paths.ts";
import { cpuQuotaOf } from "./cpu-quota.ts";
import { readText } from "./read-file.ts";

/** What a machine is, without anything that names it, or its user. */
export interface Machine {
  cpuModel: string;
  /** All of them, whether this program may use them or not. */
  cpuCount: number;
  /** CPUs by the quota of this program's control group; absent without one. */
  cpuQuota?: number;
  memoryBytes: number;
  kernel: string;
  operatingSystem: string;
  virtualisation: string;
  /** Of the hierarchy in which CPU time is accounted. */
  cgroupVersion: "v1" | "v2" | "none";
  /** The version of the Node that runs this program. */
  node: string;
}

/** This machine. Whatever it does not tell is "unknown", "none" or absent. */
export function readMachine(fileSystemRoot = ""): Machine {
  const all = cpus();
  const cpuQuota = cpuQuotaOf("self", fileSystemRoot);
  return {
    cpuModel: all[0]?.model.trim() ?? "unknown",
    cpuCount: Math.max(1, all.length),
    ...(cpuQuota !== undefined && { cpuQuota }),
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    operatingSystem: operatingSystem(fileSystemRoot),
    virtualisation: virtualisation(fileSystemRoot),
    cgroupVersion: cgroupVersionOf("self", fileSystemRoot),
    node: process.version,
  };
}

function operatingSystem(root: string): string {
  const text = readText(`${root}/etc/os-release`, "utf8") ?? "";
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? process.platform;
}

function virtualisation(root: string): string {
  const product = ["sys_vendor", "product_name"]
    .map((name) => readText(`${root}/sys/class/dmi/id/${name}`, "utf8")?.trim())
    .filter((text) => text)
    .join(" ");
  if (/^flags.*\bhypervisor\b/m.test(readText(`${root}/proc/cpuinfo`) ?? "")) {
    return product === "" ? "virtual machine" : `virtual machine (${product})`;
  }
  if (existsSync(`${root}/.dockerenv`)) return "container";
  return process.platform === "linux" ? "none" : "unknown";
}
