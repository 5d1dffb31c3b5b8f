import type { Experiment } from "./plan.ts";

/** What variants have to do with each other, as far as comparisons must know it. */
export interface Relation {
  /**
   * Whether variants whose starts have two speeds are compared at the same speed. Those that take turns are: they are
   * revisions of one server. Elsewhere variants are different servers, which have no speeds in common, and what counts is
   * the mean over their starts.
   */
  withinHeaps: boolean;
  twins?: Experiment["twins"];
}

export function relationOf({ protocol, twins }: Pick<Experiment, "protocol" | "twins">): Relation {
  return { withinHeaps: protocol.order === "alternating", ...(twins && { twins }) };
}
