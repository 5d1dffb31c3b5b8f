import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { expect, test } from "vitest";
import { selfSigned } from "./self-signed.ts";
import { tryConnection } from "./try-connection.ts";

test("a certificate is for its names alone, on P-256, and signed by its own key", () => {
  const { cert, pem } = selfSigned(["localhost", "127.0.0.1"]);
  const read = new X509Certificate(cert);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1");
  expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(read.checkHost("example.org")).toBeUndefined();
  const now = Date.now();
  expect(read.validFromDate.getTime()).toBeLessThan(now);
  expect(read.validToDate.getTime()).toBeGreaterThan(now);
  expect(pem).toContain(cert);
  expect(selfSigned(["localhost"]).cert).not.toBe(cert);
});

test("who is given the certificate trusts its server, and nobody else does", async () => {
  const { cert, pem } = selfSigned(["127.0.0.1"]);
  const server = createServer({ key: pem, cert: pem }).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => {});
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const target = (ca: string) => ({ host: "127.0.0.1", port, tls: { verify: true, ca } });
  expect(await tryConnection(target(cert), 5000)).toMatchObject({ tls: { protocol: "TLSv1.3" } });
  const other = selfSigned(["127.0.0.1"]).cert;
  expect(await tryConnection(target(other), 5000)).toMatchObject({
    refusal: expect.stringContaining("self-signed"),
  });
  server.close();
});
