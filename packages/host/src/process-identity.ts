import { z } from "zod";
import { thisHost, type Host } from "./this-host.ts";

/** A process, told apart from any later one that gets its pid, and from those of other machines and pid namespaces. */
export const processIdentitySchema = z.object({
  pid: z.int().min(1),
  /** Clock ticks since boot, or a date where there is no /proc. */
  startTime: z.string(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  machine: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** Undefined where there is no such process. */
export function identify(pid: number, host: Host = thisHost()): ProcessIdentity | undefined {
  const startTime = host.startTime(pid);
  if (startTime === undefined || startTime === null) return undefined;
  const { bootId, pidNamespace, machine } = host;
  return { pid, startTime, bootId, pidNamespace, machine };
}

/** Of this program. */
export function ownIdentity(host: Host = thisHost()): ProcessIdentity {
  const own = identify(process.pid, host);
  if (own === undefined) throw new Error("expected to see this program among the processes");
  return own;
}

export type Life = "alive" | "dead" | "unknown";

/**
 * A zombie is dead. `unknown`: it belongs to another machine (or container) or pid namespace, or may not be looked at; what is
 * its own must be left alone.
 */
export function lifeOf(identity: ProcessIdentity, host: Host = thisHost()): Life {
  if (identity.machine !== host.machine) return "unknown";
  // Before the namespace, whose number a later boot gives to another.
  if (identity.bootId !== host.bootId) return "dead";
  if (identity.pidNamespace !== host.pidNamespace) return "unknown";
  const startTime = host.startTime(identity.pid);
  if (startTime === null) return "unknown";
  return startTime === identity.startTime ? "alive" : "dead";
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return formatIdentity(one) === formatIdentity(other);
}

/** In one word, for labels and file names of others: `4711/88123/<boot>/<pid namespace>/<machine>`. */
export function formatIdentity(identity: ProcessIdentity): string {
  const { pid, startTime, bootId, pidNamespace, machine } = identity;
  const parts = [`${pid}`, startTime, bootId ?? "", pidNamespace ?? "", machine];
  return parts.map(encodeURIComponent).join("/");
}

/** Undefined for what `formatIdentity` did not write. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const parts = text.split("/");
  if (parts.length !== 5) return undefined;
  try {
    const [pid, startTime, bootId, pidNamespace, machine] = parts.map(decodeURIComponent);
    return processIdentitySchema.parse({
      pid: Number(pid),
      startTime,
      bootId: bootId || null,
      pidNamespace: pidNamespace || null,
      machine,
    });
  } catch {
    return undefined;
  }
}
