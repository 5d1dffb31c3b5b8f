import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Sockets of one network namespace, of TCP over IPv4 and IPv6: ports by inode. */
export interface TcpSockets {
  listening: ReadonlyMap<string, string>;
  /** Connections that came in: established, to a port that somebody listens at. */
  accepted: ReadonlyMap<string, string>;
}

const states = { established: "01", listening: "0A" };
/** Of one service. More are dear to look through, and with so many connections chance shares them out well. */
const mostDescriptors = 20_000;

/** The sockets of the network namespace that process `pid` lives in; undefined where they cannot be read. */
export function readTcpSockets(pid: number, fileSystemRoot: string): TcpSockets | undefined {
  const rows = ["tcp", "tcp6"].flatMap((table) =>
    parseRows(read(`${fileSystemRoot}/proc/${pid}/net/${table}`)),
  );
  if (rows.length === 0) return undefined;
  const inState = (state: string) => rows.filter((row) => row.state === state);
  const listening = new Map(inState(states.listening).map(({ inode, port }) => [inode, port]));
  const ports = new Set(listening.values());
  const incoming = inState(states.established).filter(({ port }) => ports.has(port));
  return { listening, accepted: new Map(incoming.map(({ inode, port }) => [inode, port])) };
}

/** Lines such as `0: 0100007F:1F90 0100007F:C350 01 …`; the tenth field is the inode. See proc(5). */
function parseRows(text: string): { port: string; state: string; inode: string }[] {
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const port = fields[1]?.split(":")[1];
    const [state, inode] = [fields[3], fields[9]];
    // The head of the table has no address.
    return port === undefined || state === undefined || inode === undefined
      ? []
      : [{ port, state, inode }];
  });
}

/**
 * The inodes of the sockets that each process holds, in the order of `pids`; undefined where one of them cannot be
 * looked into, or all together have too many open files.
 */
export function readSocketsOf(
  pids: readonly number[],
  fileSystemRoot: string,
): string[][] | undefined {
  let left = mostDescriptors;
  const found: string[][] = [];
  for (const pid of pids) {
    const directory = `${fileSystemRoot}/proc/${pid}/fd`;
    const names = list(directory);
    left -= names?.length ?? 0;
    if (names === undefined || left < 0) return undefined;
    found.push(names.flatMap((name) => inodeOf(`${directory}/${name}`)));
  }
  return found;
}

function inodeOf(descriptor: string): string[] {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(descriptor))?.[1];
    return inode === undefined ? [] : [inode];
  } catch {
    // Closed meanwhile.
    return [];
  }
}

function list(directory: string): string[] | undefined {
  try {
    return readdirSync(directory);
  } catch {
    return undefined;
  }
}

/** Tables of thousands of sockets are larger than the buffer of `readText`. */
function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
