import { endianness } from "node:os";
import { readText } from "./read-file.ts";
import { readTcpSockets, tcpStates, type TcpSocket } from "./tcp-table.ts";

/** A TCP socket that listens, as `/proc/net/tcp` and `/proc/net/tcp6` tell of it. */
export interface ListeningSocket {
  /** As text: `127.0.0.1`, `::`, `::1`. An IPv4 address inside an IPv6 one is given as IPv4. */
  address: string;
  port: number;
  inode: string;
}

/** A unix socket that listens. */
export interface UnixSocket {
  /** As it was bound; one without a file begins with `@`. */
  path: string;
  inode: string;
}

export interface Sockets {
  tcp: ListeningSocket[];
  unix: UnixSocket[];
}

/** `__SO_ACCEPTCON` of the kernel: it listens. */
const acceptingFlag = 0x1_0000;
const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** All of this network namespace; empty where there is no /proc. */
export function listeningSockets(): ListeningSocket[] {
  return listeningAmong(readTcpSockets("self"));
}

/** All unix sockets of this network namespace that have a name; empty where there is no /proc. */
export function listeningUnixSockets(): UnixSocket[] {
  return parseUnixTable(readText("/proc/net/unix", "utf8") ?? "");
}

/** Those that take connections to `address`: bound to it where there are such, else to all addresses. */
export function socketsFor(
  sockets: readonly ListeningSocket[],
  { address, port }: { address: string; port: number },
): ListeningSocket[] {
  const own = sockets.filter((socket) => socket.port === port);
  const exact = own.filter((socket) => socket.address === address);
  return exact.length > 0 ? exact : own.filter((socket) => wildcards.has(socket.address));
}

/** Those that listen. */
export function listeningAmong(sockets: readonly TcpSocket[]): ListeningSocket[] {
  return sockets
    .filter(({ state }) => state === tcpStates.listening)
    .map(({ address, port, inode }) => ({ address: readAddress(address), port, inode }));
}

/** Lines such as `0000000000000000: 00000002 00000000 00010000 0001 01 20001 /run/app.sock`. See proc(5). */
export function parseUnixTable(text: string): UnixSocket[] {
  return text.split("\n").flatMap((line) => {
    const [, flags, inode, path] =
      /^\S+: \S+ \S+ ([0-9A-F]+) \S+ \S+ +(\d+) (.+)$/.exec(line) ?? [];
    if (path === undefined || (Number.parseInt(flags!, 16) & acceptingFlag) === 0) return [];
    return [{ path, inode: inode! }];
  });
}

/** The kernel prints an address as words of 32 bits in the machine's own byte order. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => {
    const inOrder = [...Buffer.from(word, "hex")];
    return endianness() === "LE" ? inOrder.toReversed() : inOrder;
  });
  if (bytes.length === 4) return bytes.join(".");
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  if (isMapped && bytes[11] === 255) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  // The URL parser knows the short form of an IPv6 address.
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(":")}]`).hostname.slice(
    1,
    -1,
  );
}
