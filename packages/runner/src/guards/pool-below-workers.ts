import type { Guard } from "./judged-window.ts";

/**
 * Each worker opens at least one connection, so that with more workers than connections the pools are together
 * larger than those of other variants. More threads than connections are no such thing: they wait for one, as
 * the requests of an asynchronous worker do.
 */
export const poolBelowWorkers: Guard = ({ database }) => {
  if (database === undefined || database.workers <= database.poolSize) return undefined;
  return {
    kind: "pool-below-workers",
    severity: "note",
    message: `${database.workers} workers open at least one database connection each, where all workers of a variant together should have ${database.poolSize}`,
  };
};
