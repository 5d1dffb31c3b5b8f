import type { Engine, Fingerprint } from "./machine.ts";

/** What of a machine, and of the runtime that drives it, stands in every figure; a patch version of Node does not. */
export function machineConditions(machine: Fingerprint): Record<string, string> {
  return {
    "CPU model": machine.cpuModel,
    "number of CPUs": `${machine.cpuCount}`,
    "CPU quota": machine.cpuQuota === undefined ? "none" : `${machine.cpuQuota} CPUs`,
    memory: `${Math.round(machine.memoryBytes / 2 ** 20)} MiB`,
    kernel: machine.kernel,
    virtualisation: machine.virtualisation,
    "cgroup version": machine.cgroupVersion,
    "Node version": machine.node.replace(/\.\d+$/, ""),
  };
}

/**
 * In what a later part of a run differs from its beginning, one line each: "kernel: Linux 6.1, then Linux 6.2". Here the
 * harness's commit counts too: one run is measured by one harness.
 */
export function differingParts(first: Fingerprint, later: Fingerprint): string[] {
  const after = partConditions(later);
  return Object.entries(partConditions(first)).flatMap(([name, value]) =>
    changed(name, value, after[name] ?? "unknown"),
  );
}

function partConditions(machine: Fingerprint): Record<string, string> {
  const commit = machine.harnessCommit ?? "unknown";
  return { ...machineConditions(machine), "commit of the harness": commit };
}

/** The same of what brings the stacks up. */
export function differingEngine(first: Engine, later: Engine): string[] {
  return [
    ...changed("engine", first.description, later.description),
    ...changed("machines", first.machines ?? "this one", later.machines ?? "this one"),
  ];
}

/** The same of the images that a variant is made of, by service; none where they were not known before. */
export function differingImages(
  variant: string,
  first: Readonly<Record<string, string>>,
  later: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(first).flatMap(([service, id]) =>
    changed(`image of ${variant}, ${service}`, id, later[service] ?? "none"),
  );
}

function changed(name: string, before: string, after: string): string[] {
  return before === after ? [] : [`${name}: ${before}, then ${after}`];
}
