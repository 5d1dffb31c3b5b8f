import { z } from "zod";

/**
 * A whole histogram as stored: log-linear buckets over integer ticks of 0.1 µs,
 * sparse as `[index, count]` in rising order. `packages/statistics` defines the index.
 * `min`, `max` and `sum` are in ticks, exact.
 */
export const histogramSchema = z.strictObject({
  tickNanoseconds: z.literal(100),
  /** Every power of two is cut into 2^precisionBits buckets: the relative width of one is 2^-precisionBits. */
  precisionBits: z.int().min(4).max(12),
  count: z.int().min(0),
  min: z.number(),
  max: z.number(),
  sum: z.number(),
  buckets: z.array(z.tuple([z.int().min(0), z.int().min(1)])),
});
export type HistogramData = z.infer<typeof histogramSchema>;
