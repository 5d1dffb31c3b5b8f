import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf } from "./outcome.ts";
import { proofs } from "./proofs.ts";

const settings = {
  variants: ["reference-servers:base"],
  protocol: { name: "quick" },
  seed: 1,
  rounds: { docker: 1, process: 2 },
  short: false,
};

test.each(proofs)("$name does not pass on no figures at all, and finds words for it", (proof) => {
  for (const version of [1, 2]) {
    const judgement = proof.judgeFigures({ version, settings, trials: [] });
    const targets = targetsOf(judgement);
    expect(targets.every(isReached)).toBe(false);
    const words = [judgement.text, ...targets.map(describeTarget)].join("\n");
    expect(words).not.toMatch(/NaN|Infinity|undefined/);
  }
});
