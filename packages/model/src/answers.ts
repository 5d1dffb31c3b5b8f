import { z } from "zod";

/** The whole body of one answer that came in under load, with status and length as expected. */
export const answerSampleSchema = z.strictObject({
  /** Index into `LoadSpec.requests`. */
  request: z.int().min(0),
  /** What `{n}` stood for in it; absent where it has none. */
  number: z.int().min(1).optional(),
  /** One character a byte (latin1). */
  body: z.string(),
  /** How many of those looked at were equal to it. */
  count: z.int().min(1),
});
export type AnswerSample = z.infer<typeof answerSampleSchema>;

/**
 * What became of all requests since the load last stood still, warm-up and drain included: what the database must
 * agree with.
 */
export const acknowledgedSchema = z.strictObject({
  /** Right answers. */
  succeeded: z.int().min(0),
  /** The same by index into `LoadSpec.requests`; absent where the generator does not tell. */
  byRequest: z.array(z.int().min(0)).optional(),
  /** Requests whose outcome is not known: each may have been carried out. */
  unknown: z.int().min(0),
  /**
   * Of each PUT with numbers that was acknowledged: those that its row may hold now. A request that ended before an
   * acknowledged one was sent is not among them. Absent where the generator does not tell.
   */
  updates: z
    .array(z.strictObject({ request: z.int().min(0), numbers: z.array(z.int().min(1)).min(1) }))
    .optional(),
});
export type Acknowledged = z.infer<typeof acknowledgedSchema>;
