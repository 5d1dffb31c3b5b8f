import { selfSigned } from "@stackbench/http1";
import type { TlsWay, Variant } from "@stackbench/model";

/** The key and certificate of a sitting, one text of PEM, and how its clients speak to it: they trust this certificate alone. */
export interface SittingTls {
  pem: string;
  way: TlsWay;
}

/** What a sitting's target is called, wherever it is, and the name that people type for it. */
const names = ["127.0.0.1", "localhost"];

/** Made anew for each sitting, and gone with it; undefined for a variant that speaks no TLS. */
export function sittingTls({ tls }: Pick<Variant, "tls">): SittingTls | undefined {
  if (tls === "none") return undefined;
  const { pem, cert } = selfSigned(names);
  return { pem, way: { verify: true, ca: cert } };
}
