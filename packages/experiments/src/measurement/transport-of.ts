import type { Reached, Variant } from "@stackbench/model";

/** Over what a variant's server is asked: as it was found to be reached, else as its TLS says. */
export function transportOf({ reached, tls }: Variant): Reached["transport"] {
  return reached?.transport ?? (tls === "none" ? "tcp" : "tls");
}
