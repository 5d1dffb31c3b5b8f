import { readText } from "./read-file.ts";

/** A line of `/proc/net/tcp` or `tcp6`: a socket of one network namespace. */
export interface TcpSocket {
  /** As the kernel prints it: words of 32 bits in the machine's own byte order, in hexadecimal digits. */
  address: string;
  port: number;
  state: string;
  inode: string;
}

/** States of a socket, as the kernel numbers them. */
export const tcpStates = { established: "01", listening: "0A" };

/** Sockets of the network namespace that a process lives in, over IPv4, then IPv6; none where they cannot be read. */
export function readTcpSockets(pid: number | "self", fileSystemRoot = ""): TcpSocket[] {
  return ["tcp", "tcp6"].flatMap((table) =>
    parseTcpTable(readText(`${fileSystemRoot}/proc/${pid}/net/${table}`) ?? ""),
  );
}

/** Lines such as `0: 0100007F:1F90 0100007F:C350 01 …`; the tenth field is the inode. See proc(5). */
export function parseTcpTable(text: string): TcpSocket[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [address, port] = fields[1]?.split(":") ?? [];
    const [state, inode] = [fields[3], fields[9]];
    // The head of the table has no address.
    if (port === undefined || state === undefined || inode === undefined) return [];
    return [{ address: address!, port: Number.parseInt(port, 16), state, inode }];
  });
}
