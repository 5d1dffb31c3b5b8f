import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import type { AddressInfo, Server } from "node:net";
import tls from "node:tls";
import { expect, test } from "vitest";
import { selfSigned } from "./self-signed.ts";
import { tryHttp2 } from "./try-http2.ts";

const { pem, cert } = selfSigned(["127.0.0.1"]);
const pair = { key: pem, cert: pem };
const overTls = { tls: { verify: true, ca: cert } };

test.each([
  ["over TLS", http2.createSecureServer(pair), overTls, { http2: "h2" }],
  ["without TLS", http2.createServer(), {}, { http2: "h2c" }],
  [
    "HTTP/1.1 over TLS",
    tls.createServer({ ...pair, ALPNProtocols: ["http/1.1"] }),
    overTls,
    { refusal: "it chose http/1.1 (ALPN)" },
  ],
  ["no ALPN", tls.createServer(pair), overTls, { refusal: "it chose no protocol (ALPN)" }],
  ["HTTP/1.1", http.createServer(), {}, { refusal: "it answered in another protocol" }],
] as const)("what a server speaks is found out: %s", async (_, made, way, expected) => {
  const server = made as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await tryHttp2({ host: "127.0.0.1", port, ...way }, 5000)).toEqual(expected);
  server.close();
});
