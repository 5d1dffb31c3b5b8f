import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** What a TLS server keeps and what its clients are given to trust, PEM. */
export interface SelfSigned {
  /** Private key and certificate in one text, as nginx, HAProxy, Caddy and Node take both from one file. */
  pem: string;
  cert: string;
}

const dayMs = 24 * 3600 * 1000;

/**
 * A certificate that nobody signed but its server: ECDSA on P-256, X.509 v3 (RFC 5280), valid from a day ago for thirty
 * days, for these names and IPv4 addresses. Takes about a millisecond. Written here in DER, twelve elements that never
 * change: the library that does it brings twenty others.
 */
export function selfSigned(names: readonly string[]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));
  const commonName = set(sequence(objectId("550403"), text("stackbench")));
  const name = sequence(commonName);
  const now = Date.now();
  const altNames = sequence(...names.map(generalName));
  const altNameExtension = sequence(objectId("551d11"), octets(altNames));
  const toBeSigned = sequence(
    element(0xa0, integer(Buffer.of(2))),
    // Positive, and never the same: clients may know a server by it.
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(now - dayMs), time(now + 30 * dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(altNameExtension)),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const whole = sequence(toBeSigned, ecdsaWithSha256, bits(signature));
  const lines = whole.toString("base64").match(/.{1,64}/g)!;
  const cert = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join(
    "\n",
  );
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { pem: `${key}${cert}`, cert };
}

/** DER (X.690): tag, length, content. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const size = length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => element(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]) => element(0x31, ...parts);
const integer = (bytes: Uint8Array) => element(0x02, bytes);
const octets = (bytes: Uint8Array) => element(0x04, bytes);
const bits = (bytes: Uint8Array) => element(0x03, Buffer.of(0), bytes);
const text = (value: string) => element(0x0c, Buffer.from(value));
/** By its encoding, hexadecimal. */
const objectId = (hex: string) => element(0x06, Buffer.from(hex, "hex"));

/** UTCTime, which RFC 5280 wants up to 2049. */
function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`));
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return element(0x87, Buffer.from(name.split(".").map(Number)));
  return element(0x82, Buffer.from(name));
}
