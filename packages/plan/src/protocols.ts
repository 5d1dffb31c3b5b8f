import type { Protocol, ProtocolName, RoundOrder } from "@stackbench/model";

export interface WindowLengths {
  warmupSeconds: number;
  durationSeconds: number;
}

/** A preset: what a run does when nobody says otherwise. Times in seconds. */
export interface ProtocolPreset extends WindowLengths {
  order: RoundOrder;
  /** How short a budget may make them, where it may at all. */
  shortest?: WindowLengths;
  windowsPerSitting: number;
  /** Most rounds; by the number of variants where that decides. */
  rounds: number | readonly { upToVariants: number; rounds: number }[];
  /** After so many rounds it is looked for the first time whether the answer is known. */
  firstLook: number;
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
    shortest: { warmupSeconds: 0.3, durationSeconds: 0.5 },
    windowsPerSitting: 1,
    rounds: [
      { upToVariants: 6, rounds: 12 },
      { upToVariants: 12, rounds: 9 },
      { upToVariants: Infinity, rounds: 6 },
    ],
    firstLook: 3,
    halfWidthTarget: null,
    budgetSeconds: null,
    purpose:
      "an answer in minutes: clear differences after three rounds, further ones for what is still open",
  },
  pr: {
    order: "alternating",
    warmupSeconds: 0.5,
    durationSeconds: 1,
    windowsPerSitting: 1,
    rounds: 100,
    firstLook: 8,
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
    firstLook: 8,
    halfWidthTarget: 0.03,
    budgetSeconds: null,
    purpose: "every pair that matters ordered, a tie, or within ±3 %",
  },
  publish: {
    order: "interleaved",
    warmupSeconds: 5,
    durationSeconds: 15,
    windowsPerSitting: 1,
    rounds: 50,
    firstLook: 9,
    halfWidthTarget: 0.02,
    budgetSeconds: null,
    purpose:
      "figures to be defended in public: long windows; every pair that matters ordered, a tie, or within ±2 %",
  },
};

/** All that take turns are up at once, each with its database: more than so many are measured one at a time. */
export const mostAlternating = 6;

/** Replacements for rounds that the host spoilt, in every preset. */
export const spareRounds = 2 satisfies Protocol["spareRounds"];

/** The most rounds of a preset: fewer where many variants make a round long, so that the run ends within the hour. */
export function mostRounds({ rounds }: ProtocolPreset, variants: number): number {
  if (typeof rounds === "number") return rounds;
  return rounds.find(({ upToVariants }) => variants <= upToVariants)!.rounds;
}

/**
 * After which rounds a run is looked at before its end: the first of the preset, then each half as many rounds again as
 * the one before, and at least three more. Few looks, because each costs a part of the error; dense at first, where
 * rounds are saved.
 */
export function looksOf({ firstLook }: ProtocolPreset, rounds: number): number[] {
  const looks: number[] = [];
  for (let look = firstLook; look < rounds; look = Math.max(look + 3, Math.floor(look * 1.5))) {
    looks.push(look);
  }
  return looks;
}
