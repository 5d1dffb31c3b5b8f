import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import type { ServerAddress } from "@stackbench/session";
import { unixTarget, UsageError } from "@stackbench/model";
import { readUrl, type NamedServer } from "./read-url.ts";
import { tlsWay, type TlsOptions } from "./tls-way.ts";

/** A server to be loaded, with all places where it may be. */
export interface FoundAddress {
  /** One for each address of its name, in the order in which clients try them. */
  places: readonly [ServerAddress, ...ServerAddress[]];
  /** They are on loopback, or other addresses of this machine. */
  isHere: boolean;
}

/**
 * Resolves a URL's host, once. Throws UsageError where it has no address, or where one of them is another machine's and
 * nobody allowed that.
 */
export async function findAddress(
  text: string,
  allowRemote: boolean,
  tls: TlsOptions = { insecure: false, ca: undefined },
): Promise<FoundAddress> {
  const named = readUrl(text);
  if ("socketPath" in named) {
    const { url, socketPath } = named;
    return { places: [{ url, ...unixTarget(socketPath) }], isHere: true };
  }
  const { url, host, port, isTls } = named;
  const addresses = await resolveHost(text, named);
  const other = addresses.find((address) => !isOwn(address));
  if (other !== undefined && !allowRemote) {
    throw new UsageError(
      `--url=${text}: expected loopback or another address of this machine, got ${other}. This sends as many requests as the server can take: load only what you own, or whose owner agreed. Then say --allow-remote.`,
    );
  }
  const way = isTls && { tls: tlsWay(tls) };
  const [first, ...others] = addresses.map((address): ServerAddress => {
    return { url, host, ...(address !== host && { address }), port, ...way };
  });
  return { places: [first!, ...others], isHere: other === undefined };
}

async function resolveHost(
  text: string,
  { host, otherwise }: Extract<NamedServer, { host: string }>,
): Promise<string[]> {
  if (otherwise !== undefined) return [host, otherwise];
  try {
    const all = await lookup(host, { all: true });
    return [...new Set(all.map(({ address }) => address))];
  } catch (cause) {
    throw new UsageError(
      `--url=${text}: expected a host with an address, got: ${(cause as Error).message}`,
      { cause },
    );
  }
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether connections to an address end on this machine. An IPv4 address written as an IPv6 one is the same. */
function isOwn(address: string): boolean {
  if (loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4")) return true;
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return own.some((entry) => entry.address === address);
}
