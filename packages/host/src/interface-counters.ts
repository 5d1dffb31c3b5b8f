import { readText } from "./read-file.ts";

/** What the interfaces of a network namespace carried since it was made, the loopback aside: bytes of frames, and how many. */
export interface InterfaceCounters {
  receivedBytes: number;
  receivedPackets: number;
  sentBytes: number;
  sentPackets: number;
}

/** Of the network namespace that a process lives in; undefined where it cannot be read, or has nothing but a loopback. */
export function readInterfaceCounters(
  pid: number | "self",
  fileSystemRoot = "",
): InterfaceCounters | undefined {
  const lines = readText(`${fileSystemRoot}/proc/${pid}/net/dev`)?.split("\n") ?? [];
  // Two lines of heads, then one an interface: its name, eight counters of what it received, eight of what it sent.
  const counted = lines.flatMap((line) => {
    const [, name, values] = /^\s*([^:\s]+):(.*)$/.exec(line) ?? [];
    return name === undefined || name === "lo" ? [] : [values!.trim().split(/\s+/).map(Number)];
  });
  if (counted.length === 0 || counted.some((values) => values.length < 16)) return undefined;
  const sum = (column: number): number =>
    counted.reduce((total, values) => total + values[column]!, 0);
  return {
    receivedBytes: sum(0),
    receivedPackets: sum(1),
    sentBytes: sum(8),
    sentPackets: sum(9),
  };
}
