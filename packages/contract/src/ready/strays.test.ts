import { expect, test } from "vitest";
import { parseTcpTable, parseUnixTable } from "@stackbench/host";
import { describeStrays, straysAmong, type Place } from "./strays.ts";

const place: Place = { port: 8000 };

/** What is told of an app that listens so, while connections to its place are refused. */
function told(
  tcp: [address: string, port: number][],
  { unix = [], places = [place] }: { unix?: string[]; places?: Place[] } = {},
): string | undefined {
  const sockets = {
    tcp: tcp.map(([address, port]) => ({ address, port, inode: "" })),
    unix: unix.map((path) => ({ path, inode: "" })),
  };
  return describeStrays(straysAmong(sockets, places, true), places);
}

test("another port, another address, a socket in place of a port, and the other way round", () => {
  expect(told([["127.0.0.1", 18121]])).toBe("listens on 18121, not on $PORT (8000)");
  expect(
    told([
      ["0.0.0.0", 3000],
      ["::", 3000],
    ]),
  ).toBe("listens on 3000, not on $PORT (8000)");
  expect(told([["::1", 8000]])).toBe("listens on [::1]:8000, not on $HOST:$PORT (127.0.0.1:8000)");
  expect(told([["192.0.2.7", 8000]])).toBe(
    "listens on 192.0.2.7:8000, not on $HOST:$PORT (127.0.0.1:8000)",
  );
  expect(told([], { unix: ["/tmp/app.sock"] })).toBe(
    "listens on the unix socket /tmp/app.sock, not on $PORT (8000)",
  );
  const places = [{ port: 8000, socketPath: "/run/app.sock" }];
  expect(told([["127.0.0.1", 8000]], { places })).toBe(
    "listens on 8000, not on $SOCKET_PATH (/run/app.sock)",
  );
});

test("one for IPv6 alone is a stray where connections are refused, else it is where it should be", () => {
  expect(told([["::", 8000]])).toBe("listens on [::]:8000, not on $HOST:$PORT (127.0.0.1:8000)");
  const sockets = { tcp: [{ address: "::", port: 8000, inode: "" }], unix: [] };
  expect(straysAmong(sockets, [place], false)).toEqual([]);
});

test("nothing is told of an app that listens where it should, or nowhere", () => {
  expect(
    told([
      ["127.0.0.1", 8000],
      ["127.0.0.1", 9229],
    ]),
  ).toBeUndefined();
  expect(told([])).toBeUndefined();
  const places = [{ port: 8000, socketPath: "/run/app.sock" }];
  expect(told([["127.0.0.1", 9000]], { places, unix: ["/run/app.sock"] })).toBeUndefined();
});

test("beside a port, a unix socket is not what it serves on; many ports are not all named", () => {
  expect(told([["127.0.0.1", 3000]], { unix: ["/root/.pm2/rpc.sock"] })).toBe(
    "listens on 3000, not on $PORT (8000)",
  );
  expect(told([3000, 3001, 3002, 3003].map((port) => ["0.0.0.0", port]))).toBe(
    "listens on 3000, 3001, 3002 and 1 more, not on $PORT (8000)",
  );
});

test("an app that its process manager has not yet brought to listen is no stray on the manager's sockets", () => {
  const unix = ["/tmp/stackbench-pm2/rpc.sock", "/tmp/stackbench-pm2/pub.sock"];
  expect(told([], { unix })).toBeUndefined();
  expect(told([], { unix: ["/root/.pm2/rpc.sock", "/root/.pm2/pub.sock"] })).toBeUndefined();
  expect(told([], { unix: [...unix, "/tmp/app.sock"] })).toBe(
    "listens on the unix socket /tmp/app.sock, not on $PORT (8000)",
  );
});

test("the kernel's list of unix sockets: those that listen and have a name", () => {
  const table = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 20001 /run/my app.sock
0000000000000000: 00000002 00000000 00010000 0001 01 20002 @abstract
0000000000000000: 00000003 00000000 00000000 0001 03 20003 /run/my app.sock
0000000000000000: 00000002 00000000 00010000 0001 01 20004
`;
  expect(parseUnixTable(table)).toEqual([
    { path: "/run/my app.sock", inode: "20001" },
    { path: "@abstract", inode: "20002" },
  ]);
  expect(parseTcpTable(table)).toEqual([]);
});
