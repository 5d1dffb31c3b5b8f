import { z } from "zod";
import { workloadSchema, type Workload } from "./workload.ts";

export const sloPercents = [50, 90, 95, 99, 99.9] as const;

/** One term of an SLO; absent `workload`: of all workloads. `request`: of the one of several requests of that name. */
export const sloTermSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("latency"),
    workload: workloadSchema.optional(),
    request: z.string().min(1).optional(),
    percent: z.literal(sloPercents),
    /** The percentile lies below it. */
    belowMs: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal("errors"),
    workload: workloadSchema.optional(),
    request: z.string().min(1).optional(),
    /** Failed and unanswered requests lie below it, as a share of all, 0 to 1. */
    belowShare: z.number().positive().max(1),
  }),
]);
export type SloTerm = z.infer<typeof sloTermSchema>;

/** The terms that are about a workload. */
export function termsFor(slo: readonly SloTerm[], workload: Workload): SloTerm[] {
  return slo.filter((term) => (term.workload ?? workload) === workload);
}

/** How many of all requests may lie beyond a term's limit, as a share, 0 to 1. */
export function allowedShareOf(term: SloTerm): number {
  return term.kind === "errors" ? term.belowShare : 1 - term.percent / 100;
}

/**
 * Whether a term is kept where such a share of all requests lies beyond its limit: a percentile is below it when no more
 * than the rest reach it, errors when they are fewer.
 */
export function isKeptAt(term: SloTerm, beyondShare: number): boolean {
  const allowed = allowedShareOf(term);
  return term.kind === "errors" ? beyondShare < allowed : beyondShare <= allowed + 1e-9;
}

/**
 * How many requests a term needs so that those beyond its limit may be so many. 3: where none of 3 / p break it, less than
 * p of all do, with 95 % confidence ("rule of three", J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983)).
 */
export function fewestRequestsFor(term: SloTerm, beyond = 3): number {
  return Math.ceil(beyond / allowedShareOf(term) - 1e-6);
}

/** A search for the highest rate that keeps an SLO, among the experiment's levels. */
export const searchSchema = z.strictObject({
  slo: z.array(sloTermSchema).min(1),
  /** Between which of the levels' rates, both included, each variant is asked; requests/s. */
  ranges: z
    .array(
      z.strictObject({
        /** `stack:variant`. */
        variant: z.string(),
        workload: workloadSchema,
        fromPerSecond: z.number().positive(),
        toPerSecond: z.number().positive(),
      }),
    )
    .min(1),
});
export type Search = z.infer<typeof searchSchema>;
