import { z } from "zod";

export const tuningProfileIds = ["none", "throughput"] as const;
export const tuningProfileIdSchema = z.enum(tuningProfileIds);
export type TuningProfileId = z.infer<typeof tuningProfileIdSchema>;

/** Where a knob lives, and so who may turn it. */
const knobScopeSchema = z.enum(["network-namespace", "container", "host"]);
type KnobScope = z.infer<typeof knobScopeSchema>;

/**
 * One kernel limit: a sysctl in dotted form (`net.core.somaxconn`) or an rlimit
 * (`nofile.soft`, `nofile.hard`). Values are strings, white space folded to one blank.
 */
export interface Knob {
  name: string;
  scope: KnobScope;
  value: string;
}

/** What the driver can do with one knob here, found out by trying before the run. */
export type KnobOffer =
  | { name: string; can: "set"; current: string }
  /** It can be set, but only up to `limit`. */
  | { name: string; can: "set-up-to"; limit: string; current: string; reason: string }
  | { name: string; can: "not-set"; current?: string; reason: string };

/** A line of the ledger: asked for, found inside the container, and why they differ. */
const ledgerEntrySchema = z.strictObject({
  name: z.string(),
  scope: knobScopeSchema,
  requested: z.string(),
  /** Read back inside the sitting; null where it could not be read. */
  effective: z.string().nullable(),
  applied: z.boolean(),
  /** Present where `effective` is not `requested`. */
  reason: z.string().optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const tuningLedgerSchema = z.strictObject({
  profile: tuningProfileIdSchema,
  entries: z.array(ledgerEntrySchema),
});
export type TuningLedger = z.infer<typeof tuningLedgerSchema>;
