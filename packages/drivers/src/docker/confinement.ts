import { totalWorkers, type VariantShape } from "@stackbench/model";
import type { HostConfig } from "dockerode";

/** Capabilities that a container of the harness keeps. */
export type Capability =
  | "CHOWN"
  | "DAC_OVERRIDE"
  | "FOWNER"
  | "KILL"
  | "NET_BIND_SERVICE"
  | "SETGID"
  | "SETUID"
  | "SYS_NICE"
  | "SYS_PTRACE";

/**
 * What an app may still do as root: servers open their files, hand them to another user, become it in their workers and
 * signal those (Apache, nginx, pm2 and images that start so). A program that an image gave NET_BIND_SERVICE, as many do,
 * does not even start without it. All else that root has is of no use in a pod.
 */
export const appCapabilities: readonly Capability[] = [
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "KILL",
  "NET_BIND_SERVICE",
  "SETGID",
  "SETUID",
];

/** nginx's master makes its workers another user's, with the folders that are theirs, and signals them. */
export const nginxCapabilities: readonly Capability[] = ["CHOWN", "KILL", "SETGID", "SETUID"];

/** Who looks into the app's processes signals those of other users, and reads the memory and the files of each. */
export const profilerCapabilities: readonly Capability[] = ["DAC_OVERRIDE", "KILL", "SYS_PTRACE"];

/** Tasks that a container of the harness may have: far more than any needs, far fewer than would hold up the machine. */
export const harnessTasks = 4096;

type Workers = Pick<VariantShape, "workers" | "threads" | "processGroups">;

/** Tasks of one replica of the app: its workers' threads with room for those that a runtime adds, and no fork bomb. */
export function appTasks(variant: Workers, serverCpuCount: number): number {
  const workers = totalWorkers({ ...variant, replicas: 1 }, serverCpuCount);
  const groups = Object.values(variant.processGroups ?? {});
  const threads = Math.max(variant.threads, ...groups.map((group) => group.threads));
  return Math.max(8192, 2 * workers * (threads + 32));
}

/** No privileges beyond those named, now or by any program that is started, and no more than so many tasks. */
export function confined(
  tasks: number,
  keeps: readonly Capability[] = [],
): Pick<HostConfig, "CapAdd" | "CapDrop" | "PidsLimit" | "SecurityOpt"> {
  return {
    CapDrop: ["ALL"],
    CapAdd: [...keeps],
    SecurityOpt: ["no-new-privileges"],
    PidsLimit: tasks,
  };
}
