import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether certificates can be made here; in CI they must be. */
export const canMakeCertificates =
  process.env["CI"] !== undefined || spawnSync("openssl", ["version"]).status === 0;

/** What a TLS server shows and keeps, PEM. */
export interface KeyPair {
  key: string;
  cert: string;
}

/** Signs certificates as long as it is not disposed of. Nothing of it outlives the test. */
export interface Authority extends Disposable {
  /** Its own certificate, PEM, and the file that it is in. */
  cert: string;
  file: string;
  /** `names` as OpenSSL writes them: `DNS:localhost,IP:127.0.0.1`. */
  sign(names: string, validity?: "now" | "past" | "future"): KeyPair;
  /** One that nobody but its server signed. */
  selfSigned(names: string): KeyPair;
}

const settings = `[ca]
default_ca = one
[one]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const years = { past: [2020, 2021], now: [2020, 2090], future: [2089, 2090] } as const;

export function createAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), "stackbench-authority-"));
  const openssl = (...given: readonly string[]) =>
    void execFileSync("openssl", given, { cwd: directory, stdio: "pipe" });
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  writeFileSync(join(directory, "ca.cnf"), settings);
  writeFileSync(join(directory, "index.txt"), "");
  writeFileSync(join(directory, "serial"), "01\n");
  const own = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=a test's authority"];
  openssl("req", "-x509", ...newKey, ...own);
  const request = (names: string, ...more: readonly string[]) => {
    const extension = ["-addext", `subjectAltName=${names}`];
    openssl(
      "req",
      ...newKey,
      "-keyout",
      "key",
      "-out",
      "out",
      "-subj",
      "/CN=s",
      ...extension,
      ...more,
    );
  };
  return {
    cert: read("ca.pem"),
    file: join(directory, "ca.pem"),
    sign: (names, validity = "now") => {
      request(names);
      const [from, to] = years[validity].map((year) => `${year}0101000000Z`);
      const signer = ["-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key"];
      const dates = ["-startdate", from!, "-enddate", to!];
      openssl("ca", "-batch", "-notext", ...signer, ...dates, "-in", "out", "-out", "cert");
      return { key: read("key"), cert: read("cert") };
    },
    selfSigned: (names) => {
      request(names, "-x509");
      return { key: read("key"), cert: read("out") };
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
}
