import type { Selected } from "@stackbench/model";

/** The reference servers whose laws are known: a constant, two values far apart, and a long tail. */
export const laws = ["constant", "mix", "exponential"] as const;

/**
 * What generators are calibrated against, by name: under `null` the server that needs the least CPU for an answer, under
 * `null-tls` the same over TLS,
 * under the name of each law one that holds every request for as long as its law says.
 */
export type CalibrationServers = ReadonlyMap<string, Selected>;
