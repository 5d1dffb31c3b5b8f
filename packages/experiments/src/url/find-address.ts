import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import { refusalOf, type ServerAddress } from "@stackbench/session";
import { UsageError } from "@stackbench/model";
import { patienceMs } from "./expect-somebody.ts";
import { readUrl } from "./read-url.ts";

/** A server to be loaded. */
export interface FoundAddress extends ServerAddress {
  /** It answers on loopback or on another address of this machine. */
  isHere: boolean;
}

/**
 * Resolves a URL's host, once: of several addresses the first that takes connections, else the first. Throws UsageError
 * where it has none, or where one of them is another machine's and nobody allowed that.
 */
export async function findAddress(text: string, allowRemote: boolean): Promise<FoundAddress> {
  const { url, host, port } = readUrl(text);
  const all = await lookup(host, { all: true }).catch((cause: Error) => {
    throw new UsageError(`--url=${text}: expected a host with an address, got: ${cause.message}`, {
      cause,
    });
  });
  const addresses = all.map(({ address }) => address);
  const other = addresses.find((address) => !isOwn(address));
  if (other !== undefined && !allowRemote) {
    throw new UsageError(
      `--url=${text}: expected loopback or another address of this machine, got ${other}. This sends as many requests as the server can take: load only what you own, or whose owner agreed. Then say --allow-remote.`,
    );
  }
  const address = (await firstListening(addresses, port)) ?? addresses[0]!;
  return { url, host, address, port, isHere: isOwn(address) };
}

/** One after the other, as a client does. */
async function firstListening(
  addresses: readonly string[],
  port: number,
): Promise<string | undefined> {
  if (addresses.length < 2) return addresses[0];
  for (const address of addresses) {
    if ((await refusalOf(address, port, patienceMs)) === undefined) return address;
  }
  return undefined;
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
