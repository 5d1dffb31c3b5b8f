import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { listeningAmong, listeningSockets, socketsFor } from "./listening-sockets.ts";
import { parseTcpTable } from "./tcp-table.ts";

/** As a little-endian machine prints it; the third socket is connected, not listening. */
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0000000000000000 100 0 0 10 0
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 102 1 0000000000000000 100 0 0 10 0
   2: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 103 1 0000000000000000 20 4 30 10 -1
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 104 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 105 1 0000000000000000 100 0 0 10 0
`;

test("reads who listens where, and leaves connections out", () => {
  expect(listeningAmong([...parseTcpTable(tcp), ...parseTcpTable(tcp6)])).toEqual([
    { address: "127.0.0.1", port: 8080, inode: "101" },
    { address: "0.0.0.0", port: 8080, inode: "102" },
    { address: "::1", port: 8080, inode: "104" },
    { address: "127.0.0.1", port: 8081, inode: "105" },
  ]);
});

test("a socket of the very address takes the connection before one of all addresses", () => {
  const sockets = listeningAmong(parseTcpTable(tcp));
  const inodesFor = (address: string) =>
    socketsFor(sockets, { address, port: 8080 }).map(({ inode }) => inode);
  expect(inodesFor("127.0.0.1")).toEqual(["101"]);
  expect(inodesFor("192.0.2.7")).toEqual(["102"]);
  expect(socketsFor(sockets, { address: "127.0.0.1", port: 9 })).toEqual([]);
});

test.runIf(process.platform === "linux").each(["127.0.0.1", "::1", "0.0.0.0"])(
  "finds a real listener on %s",
  async (host) => {
    const server = createServer();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject);
    server.listen(0, host, resolve);
    await promise;
    const { port } = server.address() as AddressInfo;
    expect(listeningSockets().filter((socket) => socket.port === port)).toEqual([
      { address: host, port, inode: expect.stringMatching(/^\d+$/) as string },
    ]);
    server.close();
  },
);
