import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { TlsWay } from "@stackbench/model";
import { canMakeCertificates, createAuthority, type Authority } from "./testing/index.ts";
import { tryConnection } from "./try-connection.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server, place: string | { host: string; port: number }) {
  servers.push(server);
  server.on("connection", (socket) => socket.on("error", () => {}));
  server.on("tlsClientError", () => {});
  server.listen(place);
  await once(server, "listening");
  return server.address() as AddressInfo;
}

const here = { host: "127.0.0.1", port: 0 };

describe.runIf(canMakeCertificates)("over TLS", () => {
  let authority: Authority;
  let other: Authority;
  let trusting: TlsWay;
  beforeAll(() => {
    authority = createAuthority();
    other = createAuthority();
    trusting = { verify: true, ca: authority.cert };
  });
  afterAll(() => {
    authority[Symbol.dispose]();
    other[Symbol.dispose]();
  });

  /** One connection to a server that shows this, asked by that name. */
  async function asked(options: tls.TlsOptions, way: TlsWay, host = "localhost") {
    const { port } = await listen(tls.createServer(options), here);
    return await tryConnection({ host, address: "127.0.0.1", port, tls: way }, 5000);
  }

  const session = { tls: { protocol: "TLSv1.3", cipher: expect.stringMatching(/^TLS_\w+$/) } };

  test("a certificate that a trusted authority signed for the name, or for the address, is taken", async () => {
    const pair = authority.sign("DNS:localhost,IP:127.0.0.1");
    expect(await asked(pair, trusting)).toEqual(session);
    expect(await asked(pair, trusting, "127.0.0.1")).toEqual(session);
  });

  test("tells the name that it asks for, and no address for one", async () => {
    const names: string[] = [];
    const pair = authority.sign("DNS:localhost,IP:127.0.0.1");
    const SNICallback = (name: string, done: (error: null) => void) => {
      names.push(name);
      done(null);
    };
    await asked({ ...pair, SNICallback }, trusting);
    await asked({ ...pair, SNICallback }, trusting, "127.0.0.1");
    expect(names).toEqual(["localhost"]);
  });

  test.each<[string, () => tls.TlsOptions, RegExp]>([
    [
      "expired",
      () => authority.sign("DNS:localhost", "past"),
      /has expired: renew it, or say --insecure/,
    ],
    ["not valid yet", () => authority.sign("DNS:localhost", "future"), /not valid yet.*clocks/],
    [
      "self-signed",
      () => authority.selfSigned("DNS:localhost"),
      /self-signed: say --ca=.*or --insecure/,
    ],
    ["another authority's", () => other.sign("DNS:localhost"), /not known here.*--ca=/],
    [
      "of another name",
      () => authority.sign("DNS:example.test"),
      /is for DNS:example\.test, and not for localhost: ask it by a name that is in it, or say --insecure/,
    ],
  ])("one that is %s is refused in words, and taken where nobody looks", async (_, make, words) => {
    const shown = make();
    expect(await asked(shown, trusting)).toEqual({ refusal: expect.stringMatching(words) });
    expect(await asked(shown, { verify: false })).toEqual(session);
  });

  test("a server of another protocol than HTTP/1.1 is told", async () => {
    const pair = authority.sign("DNS:localhost");
    expect(await asked({ ...pair, ALPNProtocols: ["h2"] }, trusting)).toEqual({
      refusal: expect.stringMatching(/speaks no HTTP\/1\.1 over TLS/),
    });
  });

  test("a server that speaks no TLS is told, and one that hangs up", async () => {
    const plain = createServer((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const closing = createServer((socket) => void socket.end());
    for (const [server, words] of [
      [plain, /speaks no TLS: say http:\/\//],
      [closing, /closed the connection during the TLS handshake/],
    ] as const) {
      const { port } = await listen(server, here);
      const tried = await tryConnection({ ...here, port, tls: trusting }, 5000);
      expect(tried).toEqual({ refusal: expect.stringMatching(words) });
    }
  });

  test("a handshake that does not end is given up", async () => {
    const { port } = await listen(createServer(), here);
    const tried = await tryConnection({ ...here, port, tls: trusting }, 50);
    expect(tried).toEqual({ refusal: "no connection within 0.05 s" });
  });
});

describe("over a unix socket", () => {
  let directory: string;
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), "stackbench-unix-"))));
  afterAll(() => rm(directory, { recursive: true }));

  const tryAt = (socketPath: string) =>
    tryConnection({ host: "localhost", port: 80, socketPath }, 5000);

  test("one that listens is connected to, by its file or by its name", async () => {
    const path = join(directory, "app.sock");
    await listen(createServer(), path);
    expect(await tryAt(path)).toEqual({});
    if (process.platform !== "linux") return;
    const name = `\0stackbench-${process.pid}`;
    await listen(createServer(), name);
    expect(await tryAt(name)).toEqual({});
  });

  test("one that is not there, and a file that is none, are told", async () => {
    expect(await tryAt(join(directory, "none"))).toEqual({ refusal: "no such socket" });
    const file = join(directory, "file");
    await writeFile(file, "");
    expect(await tryAt(file)).toEqual({ refusal: "connection refused" });
  });
});

test("nobody listens there", async () => {
  expect(await tryConnection({ host: "127.0.0.1", port: 1 }, 5000)).toEqual({
    refusal: "connection refused",
  });
});
