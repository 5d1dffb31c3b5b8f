import type { Protocol, ProtocolName, RoundOrder } from "@stackbench/model";

/** A preset: what a run does when nobody says otherwise. Times in seconds. */
export interface ProtocolPreset {
  order: RoundOrder;
  warmupSeconds: number;
  durationSeconds: number;
  windowsPerSitting: number;
  /** Most and least rounds, of which the fewest that can resolve is the floor. */
  rounds: number;
  minRounds: number;
  halfWidthTarget: number | null;
  budgetSeconds: number | null;
  /** For whom it is. */
  purpose: string;
}

/** The presets; `docs/methodology.md` says how they were found. */
export const protocolPresets: Record<Exclude<ProtocolName, "custom">, ProtocolPreset> = {
  quick: {
    order: "interleaved",
    warmupSeconds: 1,
    durationSeconds: 1.5,
    windowsPerSitting: 1,
    rounds: 1,
    minRounds: 1,
    halfWidthTarget: null,
    budgetSeconds: null,
    purpose: "an answer in minutes: the fewest rounds that can tell faster from slower",
  },
  pr: {
    order: "alternating",
    warmupSeconds: 0.5,
    durationSeconds: 1,
    windowsPerSitting: 1,
    rounds: 100,
    minRounds: 12,
    halfWidthTarget: 0.01,
    budgetSeconds: 340,
    purpose: "a verdict on a change of 5 % in six minutes",
  },
  nightly: {
    order: "interleaved",
    warmupSeconds: 2,
    durationSeconds: 5,
    windowsPerSitting: 1,
    rounds: 30,
    minRounds: 8,
    halfWidthTarget: 0.03,
    budgetSeconds: null,
    purpose: "every interval within ±3 %, however long it takes",
  },
  publish: {
    order: "interleaved",
    warmupSeconds: 5,
    durationSeconds: 15,
    windowsPerSitting: 1,
    rounds: 50,
    minRounds: 15,
    halfWidthTarget: 0.02,
    budgetSeconds: null,
    purpose: "figures to be defended in public: long windows, every interval within ±2 %",
  },
};

/** All that take turns are up at once, each with its database: more than so many are measured one at a time. */
export const mostAlternating = 6;

/** Replacements for rounds that the host spoilt, in every preset. */
export const spareRounds = 2 satisfies Protocol["spareRounds"];

/**
 * The fewest rounds with which the exact signed-rank test, adjusted by Holm over all pairs of `variants`, can
 * give "faster" at all: its smallest two-sided p with n rounds is 2^(1-n). A single variant needs none: 3.
 */
export function fewestRounds(variants: number, alpha = 0.05): number {
  const pairs = (variants * (variants - 1)) / 2;
  if (pairs === 0) return 3;
  // Strictly below alpha; an interval at 95 % needs 6.
  return Math.max(6, Math.floor(1 + Math.log2(pairs / alpha)) + 1);
}
