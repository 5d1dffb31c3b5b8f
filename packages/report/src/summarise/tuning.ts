import type { LedgerEntry, TuningLedger, TuningProfileId } from "@stackbench/model";

/** A ledger as a small table. */
export interface TuningSummary {
  profile: TuningProfileId;
  /** How many limits stand as they were asked for, of how many. */
  asRequested: number;
  total: number;
  rows: TuningRow[];
}

export interface TuningRow {
  name: string;
  scope: LedgerEntry["scope"];
  requested: string;
  /** `unknown` where it could not be read back. */
  effective: string;
  asRequested: boolean;
  /** Empty where there is nothing to explain. */
  reason: string;
}

/** Requested, effective and why they differ, in the ledger's order. */
export function tuningSummary(ledger: TuningLedger): TuningSummary {
  const rows = ledger.entries.map(({ name, scope, requested, effective, reason }) => ({
    name,
    scope,
    requested,
    effective: effective ?? "unknown",
    asRequested: effective === requested,
    reason: reason ?? "",
  }));
  return {
    profile: ledger.profile,
    asRequested: rows.filter((row) => row.asRequested).length,
    total: rows.length,
    rows,
  };
}
