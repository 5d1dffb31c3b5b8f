import { expect, test, vi } from "vitest";
import { rawServer } from "../../testing/raw-server.ts";
import { findHandleWire } from "./handle-wire.ts";
import type { Wire } from "./wire.ts";

interface TcpClass {
  prototype: { setNoDelay(enable: boolean): number };
}

const tcp = (process as unknown as { binding(name: string): unknown }).binding("tcp_wrap") as {
  TCP: TcpClass;
};

test.each([
  ["one request of one segment", ["x".repeat(1180)], 0],
  ["requests of many segments", ["x".repeat(200_000), "y".repeat(200_000)], 1],
])("Nagle's algorithm is turned off where it could hold back: %s", async (_, requests, times) => {
  await using server = await rawServer(() => {});
  // The server, in this process too, leaves it on at its side.
  using setNoDelay = vi.spyOn(tcp.TCP.prototype, "setNoDelay");
  const target = { host: "127.0.0.1", port: server.port, address: "127.0.0.1", family: 4 } as const;
  let wire: Wire | undefined;
  await new Promise<void>((resolve, reject) => {
    const fail = (code: string) => reject(new Error(`expected a connection, got ${code}`));
    wire = findHandleWire()!(target, Buffer.alloc(1024), {
      onConnect: resolve,
      onRead: () => {},
      onEnd: () => {},
      onError: fail,
    });
  });
  for (const request of requests) wire!.write(request);
  expect(setNoDelay).toHaveBeenCalledTimes(times);
  wire!.close();
});
