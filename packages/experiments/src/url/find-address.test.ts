import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { UsageError } from "@stackbench/model";
import { findAddress } from "./find-address.ts";

const own = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ family, internal }) => family === "IPv4" && !internal)
  .map(({ address }) => address);

test.each([
  "http://127.0.0.1:8000",
  "http://127.8.9.1:8000",
  "http://[::1]:8000",
  "http://0.0.0.0:8000",
  "http://[::]:8000",
  "http://[::ffff:127.0.0.1]:8000",
  "http://localhost:8000",
  ...own.map((address) => `http://${address}:8000`),
])("%s is this machine's, whoever allowed what", async (url) => {
  expect(await findAddress(url, false)).toMatchObject({ port: 8000, isHere: true });
});

test("of a name's addresses the one that answers is taken", async () => {
  const all = await lookup("localhost", { all: true });
  for (const { address } of all) {
    const server = createServer().listen(0, address);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await findAddress(`http://localhost:${port}`, false)).toMatchObject({
      url: `http://localhost:${port}`,
      host: "localhost",
      address,
    });
    server.close();
    await once(server, "close");
  }
});

test("another machine's needs to be allowed", async () => {
  await expect(findAddress("http://192.0.2.1:8000", false)).rejects.toThrow(UsageError);
  expect(await findAddress("http://192.0.2.1:8000", true)).toMatchObject({ isHere: false });
});
