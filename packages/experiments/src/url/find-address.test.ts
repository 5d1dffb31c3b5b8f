import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { UsageError } from "@stackbench/model";
import { findAddress } from "./find-address.ts";
import { reachServer } from "./reach-server.ts";

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
  const { places, isHere } = await findAddress(url, false);
  expect([places[0].port, isHere]).toEqual([8000, true]);
});

test("of a name's addresses the one that answers is taken, and all are named", async () => {
  const all = (await lookup("localhost", { all: true })).map(({ address }) => address);
  for (const address of all) {
    const server = createServer().listen(0, address);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `http://localhost:${port}`;
    const at = (one: string) => (one.includes(":") ? `[${one}]:${port}` : `${one}:${port}`);
    expect(await reachServer(await findAddress(url, false))).toMatchObject({
      url,
      host: "localhost",
      address,
      isHere: true,
      reached: {
        transport: "tcp",
        at: at(address),
        ...(all.length > 1 && { addresses: all.map(at) }),
      },
    });
    server.close();
    await once(server, "close");
    const refused = reachServer(await findAddress(url, false));
    for (const one of all) await expect(refused).rejects.toThrow(`${at(one)}: connection refused`);
  }
});

test.each([
  ["[::]", "127.0.0.1"],
  ["0.0.0.0", "::1"],
])("%s is all of this machine: a server on %s alone is found", async (named, only) => {
  const server = createServer().listen(0, only);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const found = await findAddress(`http://${named}:${port}`, false);
  expect(await reachServer(found)).toMatchObject({ address: only, isHere: true });
  server.close();
  await once(server, "close");
});

test("a socket that is none is told before anybody connects to it", async () => {
  const tell = async (path: string) => reachServer(await findAddress(`unix:${path}`, false));
  await expect(tell("/nowhere/app.sock")).rejects.toThrow(/got nothing at that path/);
  await expect(tell(import.meta.dirname)).rejects.toThrow(/got a folder/);
  await expect(tell(import.meta.filename)).rejects.toThrow(/got a file that is no socket/);
});

test("certificates are read from a file that has some", async () => {
  const find = (ca: string) => findAddress("https://127.0.0.1", false, { insecure: false, ca });
  await expect(find("/nowhere/ca.pem")).rejects.toThrow(/--ca: expected a file.*ENOENT/);
  await expect(find(import.meta.filename)).rejects.toThrow(/--ca: expected .* which has none/);
});

test("another machine's needs to be allowed", async () => {
  await expect(findAddress("http://192.0.2.1:8000", false)).rejects.toThrow(UsageError);
  expect(await findAddress("http://192.0.2.1:8000", true)).toMatchObject({ isHere: false });
});
