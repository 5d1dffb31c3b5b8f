import { z } from "zod";
import { workloadSchema } from "./workload.ts";

export const sloPercents = [50, 90, 95, 99, 99.9] as const;

/** One term of an SLO; absent `workload`: of all workloads. */
const sloTermSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("latency"),
    workload: workloadSchema.optional(),
    percent: z.literal(sloPercents),
    /** The percentile lies below it. */
    belowMs: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal("errors"),
    workload: workloadSchema.optional(),
    /** Failed and unanswered requests lie below it, as a share of all, 0 to 1. */
    belowShare: z.number().positive().max(1),
  }),
]);
export type SloTerm = z.infer<typeof sloTermSchema>;

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
