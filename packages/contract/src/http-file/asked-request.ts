import { loadRequestSchema } from "@stackbench/model";
import type { z } from "zod";

const { shape } = loadRequestSchema.shape.expect;

/** A request and what somebody says of its right answers; what they do not say is learnt. */
export const askedRequestSchema = loadRequestSchema.omit({ expect: true }).extend({
  wanted: loadRequestSchema.shape.expect.partial().extend({
    status: shape.status.exactOptional(),
    bodyBytes: shape.bodyBytes.exactOptional(),
  }),
});
export type AskedRequest = z.infer<typeof askedRequestSchema>;
