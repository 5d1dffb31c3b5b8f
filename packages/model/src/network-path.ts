import { z } from "zod";

const roles = ["load", "server", "database"] as const;
const roleSchema = z.enum(roles);
/** What a machine is for. */
export type Role = z.infer<typeof roleSchema>;

/** The way between the machines of two roles, as a program on the first one measured it before the run. */
export const networkPathSchema = z.strictObject({
  from: roleSchema,
  to: roleSchema,
  /** Which of several nodes of the role it is, from 2 on; absent for the first. */
  fromNode: z.int().min(2).exactOptional(),
  toNode: z.int().min(2).exactOptional(),
  /** The median over small messages, ms: of two programs, so what their machines take to wake them is in it. */
  roundTripMs: z.number().positive(),
  /** By how much the second's clock is ahead, ms. */
  clockOffsetMs: z.number(),
  /** The offset is wrong by this at most, ms: half of the quickest round trip. */
  clockErrorMs: z.number().positive(),
  /** What one TCP connection carries there, and back; payload, bytes/s. */
  bytesPerSecondTo: z.number().positive(),
  bytesPerSecondFrom: z.number().positive(),
});
export type NetworkPath = z.infer<typeof networkPathSchema>;

/** What one TCP connection carries to the second of two machines, and from it; payload, bytes/s. */
export type Bandwidth = Pick<NetworkPath, "bytesPerSecondTo" | "bytesPerSecondFrom">;

/**
 * The way from the load's machines to the server's; undefined where they are one, or nobody measured it. Of several load nodes the widest
 * of theirs: what all of them take together goes through the server's one link, which carries that at least.
 */
export function pathOfLoad(network: readonly NetworkPath[] = []): NetworkPath | undefined {
  return network
    .filter(isOfLoad)
    .toSorted((a, b) => b.bytesPerSecondFrom - a.bytesPerSecondFrom)[0];
}

/** The way of each load node, the first one's first. */
export function pathsByLoadNode(network: readonly NetworkPath[] = []): NetworkPath[] {
  return network.filter(isOfLoad).toSorted(({ fromNode: a = 1 }, { fromNode: b = 1 }) => a - b);
}

/** The way from the server's first machine to each further one, by its number: 2, 3, … */
export function pathsToReplicas(network: readonly NetworkPath[] = []): Map<number, NetworkPath> {
  const ways = network.filter(({ from, to }) => from === "server" && to === "server");
  return new Map(ways.map((path) => [path.toNode!, path]));
}

/** Between the server's first machine and the database's, seen from the server; undefined where that is no machine of its own. */
export function pathOfDatabase(network: readonly NetworkPath[] = []): Bandwidth | undefined {
  const found = network.find(
    ({ from, to, fromNode, toNode }) =>
      fromNode === undefined &&
      toNode === undefined &&
      [from, to].includes("server") &&
      [from, to].includes("database"),
  );
  return found && (found.from === "server" ? found : turned(found));
}

/**
 * What the link of the server's first machine carries towards it, and from it: at least what the widest of the ways that end there does.
 * Undefined where none does.
 */
export function linkOfServer(network: readonly NetworkPath[] = []): Bandwidth | undefined {
  const ways = network.flatMap((path): Bandwidth[] => {
    if (path.to === "server" && path.toNode === undefined) return [path];
    return path.from === "server" && path.fromNode === undefined ? [turned(path)] : [];
  });
  if (ways.length === 0) return undefined;
  return {
    bytesPerSecondTo: Math.max(...ways.map(({ bytesPerSecondTo }) => bytesPerSecondTo)),
    bytesPerSecondFrom: Math.max(...ways.map(({ bytesPerSecondFrom }) => bytesPerSecondFrom)),
  };
}

/** As the other end sees it. */
function turned({ bytesPerSecondTo, bytesPerSecondFrom }: Bandwidth): Bandwidth {
  return { bytesPerSecondTo: bytesPerSecondFrom, bytesPerSecondFrom: bytesPerSecondTo };
}

/** Load goes to the first machine of the server. */
function isOfLoad({ from, to, toNode }: NetworkPath): boolean {
  return from === "load" && to === "server" && toNode === undefined;
}

/** `round trip 0.05 ms, 92.3 Mbit/s there, 92.1 Mbit/s back`. */
export function describePath({
  roundTripMs,
  bytesPerSecondTo,
  bytesPerSecondFrom,
}: Pick<NetworkPath, "roundTripMs" | "bytesPerSecondTo" | "bytesPerSecondFrom">): string {
  return `round trip ${roundTripMs.toFixed(2)} ms, ${bitsPerSecond(bytesPerSecondTo)} there, ${bitsPerSecond(bytesPerSecondFrom)} back`;
}

/** By how much the second's clock is ahead: `+1.20 ± 0.03 ms`, `−1.20 ± 0.03 ms`. */
export function describeClock({
  clockOffsetMs,
  clockErrorMs,
}: Pick<NetworkPath, "clockOffsetMs" | "clockErrorMs">): string {
  const amount = milliseconds(Math.abs(clockOffsetMs));
  const sign = Number(amount) === 0 ? "" : clockOffsetMs < 0 ? "−" : "+";
  return `${sign}${amount} ± ${milliseconds(clockErrorMs)} ms`;
}

function milliseconds(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : 1);
}

export function bitsPerSecond(bytesPerSecond: number): string {
  const bits = bytesPerSecond * 8;
  return bits >= 1e9 ? `${(bits / 1e9).toFixed(2)} Gbit/s` : `${(bits / 1e6).toFixed(1)} Mbit/s`;
}
