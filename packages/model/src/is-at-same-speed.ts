import type { Protocol } from "./plan.ts";

/**
 * Whether variants whose starts have two speeds are compared at the same speed. Those that take turns are: they are
 * revisions of one server. Elsewhere variants are different servers, which have no speeds in common, and what counts is
 * the mean over their starts.
 */
export function isAtSameSpeed({ order }: Pick<Protocol, "order">): boolean {
  return order === "alternating";
}
