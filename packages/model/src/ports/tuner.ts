import type { Knob, KnobOffer, TuningLedger, TuningProfileId } from "../tuning.ts";

/** Decides on kernel limits and keeps the ledger. Host-scope knobs are its own work; all others the driver's. */
export interface Tuner {
  knobs(profile: TuningProfileId): readonly Knob[];
  /** What to ask the driver for: offered knobs, at the value that can be had. */
  fit(knobs: readonly Knob[], offers: readonly KnobOffer[]): Knob[];
  ledger(
    profile: TuningProfileId,
    offers: readonly KnobOffer[],
    readBack: Record<string, string | null>,
  ): TuningLedger;
  /** Sets the profile's host-scope knobs, old values on disk first. Disposing restores them. */
  tuneHost(profile: TuningProfileId): Promise<AsyncDisposable>;
  /** Restores what a dead run left changed; says what, one line each. */
  restoreHost(): Promise<string[]>;
}
