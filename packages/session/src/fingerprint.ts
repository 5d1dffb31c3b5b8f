import { existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { type CpuSet, type Fingerprint, parseCpuSet } from "@stackbench/model";
import { cpuQuotaOf } from "@stackbench/sampling";
import { harnessCommit } from "./harness-commit.ts";
import { repositoryRoot } from "./places.ts";

/** What this machine is, without anything that names it. */
export function readFingerprint(): Fingerprint {
  const all = cpus();
  const cpuQuota = cpuQuotaOf("self");
  return {
    cpuModel: all[0]?.model.trim() ?? "unknown",
    cpuCount: Math.max(1, all.length),
    ...(cpuQuota !== undefined && { cpuQuota }),
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    operatingSystem: operatingSystem(),
    virtualisation: virtualisation(),
    cgroupVersion: cgroupVersion(),
    node: process.version,
    harnessCommit: harnessCommit(repositoryRoot),
  };
}

/** CPUs this process may use. */
export function availableCpus(): CpuSet {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(read("/proc/self/status") ?? "")?.[1];
  return parseCpuSet(allowed ?? "") ?? cpus().map((_, i) => i);
}

function operatingSystem(): string {
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(read("/etc/os-release") ?? "")?.[1] ?? process.platform;
}

function virtualisation(): string {
  const product = ["sys_vendor", "product_name"]
    .map((name) => read(`/sys/class/dmi/id/${name}`)?.trim())
    .filter((text) => text)
    .join(" ");
  if (/^flags.*\bhypervisor\b/m.test(read("/proc/cpuinfo") ?? "")) {
    return product === "" ? "virtual machine" : `virtual machine (${product})`;
  }
  if (existsSync("/.dockerenv")) return "container";
  return process.platform === "linux" ? "none" : "unknown";
}

function cgroupVersion(): Fingerprint["cgroupVersion"] {
  if (existsSync("/sys/fs/cgroup/cgroup.controllers")) return "v2";
  return existsSync("/sys/fs/cgroup/cpuacct") ? "v1" : "none";
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
