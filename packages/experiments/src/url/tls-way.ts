import { readFileSync } from "node:fs";
import { UsageError, type TlsWay } from "@stackbench/model";

/** What `--insecure` and `--ca` say of servers asked by https://. */
export interface TlsOptions {
  insecure: boolean;
  /** Absolute path of a file with certificates. */
  ca: string | undefined;
}

/** Throws UsageError for a file without certificates. */
export function tlsWay({ insecure, ca }: TlsOptions): TlsWay {
  return { verify: !insecure, ...(ca !== undefined && { ca: readCertificates(ca) }) };
}

function readCertificates(file: string): string {
  const wrong = (got: string, cause?: unknown) =>
    new UsageError(
      `--ca: expected a file of certificates (PEM: "-----BEGIN CERTIFICATE-----"), got ${file}${got}`,
      { cause },
    );
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw wrong(`: ${(cause as Error).message}`, cause);
  }
  // A private key in the same file is nobody's business: it would go into what is sent to the generator.
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!certificates) throw wrong(", which has none");
  return certificates.join("\n");
}
