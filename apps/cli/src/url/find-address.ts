import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import type { ServerAddress } from "@stackbench/drivers";
import { UsageError } from "@stackbench/model";
import { readUrl } from "./read-url.ts";

/** A server to be loaded. */
export interface FoundAddress extends ServerAddress {
  /** It answers on loopback or on another address of this machine. */
  isHere: boolean;
}

/** Resolves a URL's host. Throws UsageError where it has no address, or one of another machine that nobody allowed. */
export async function findAddress(text: string, allowRemote: boolean): Promise<FoundAddress> {
  const { host, port } = readUrl(text);
  const { address } = await lookup(host).catch((cause: Error) => {
    throw new UsageError(`--url=${text}: expected a host with an address, got: ${cause.message}`, {
      cause,
    });
  });
  const isHere = isOwn(address);
  if (!isHere && !allowRemote) {
    throw new UsageError(
      `--url=${text}: expected loopback or another address of this machine, got ${address}. This sends as many requests as the server can take: load only what you own, or whose owner agreed. Then say --allow-remote.`,
    );
  }
  return { host, address, port, isHere };
}

/** Loopback, and what servers print that listen on all addresses, which the kernel takes for loopback. */
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("0.0.0.0", "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addAddress("::", "ipv6");

/** Whether connections to an address end on this machine. An IPv4 address written as an IPv6 one is the same. */
function isOwn(address: string): boolean {
  if (loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4")) return true;
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return own.some((entry) => entry.address === address);
}
