import { randomBelow } from "@stackbench/statistics";
import { defaultHashSort, hashSort, lookup, report, requestPath } from "../endpoints/index.ts";
import { badQueryCheck } from "./bad-input.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";
import type { Examiner } from "./examiner.ts";
import type { Expectation } from "./expectation.ts";
import { hashSortAnswer, lookupAnswer, reportAnswer } from "./right-answers.ts";

/** Different seeds at the same time find state that requests share; few loops, as each costs both sides. */
const hashSortAnswers: Check = {
  workload: "hash-sort",
  async run(examiner, { random }) {
    const { loopCount, seed: defaultSeed, checksum } = defaultHashSort;
    const seed = () => randomBelow(1_000_001, random);
    const inputs = [1, 1, 2].map((loops) => ({ seed: seed(), loopCount: loops }));
    await together([
      ask(
        examiner,
        requestPath(hashSort),
        hashSortAnswer({ loopCount, seed: defaultSeed }, checksum),
      ),
      ask(
        examiner,
        requestPath(hashSort, { loopCount: 1 }),
        hashSortAnswer({ loopCount: 1, seed: defaultSeed }),
      ),
      ...inputs.map((input) => ask(examiner, requestPath(hashSort, input), hashSortAnswer(input))),
    ]);
  },
};

const lookupAnswers: Check = {
  workload: "lookup",
  async run(examiner, { random }) {
    const seeds = [1, ...Array.from({ length: 4 }, () => randomBelow(1_000_001, random))];
    await together([
      ask(examiner, requestPath(lookup), lookupAnswer(1)),
      ...seeds.map((seed) => ask(examiner, requestPath(lookup, { seed }), lookupAnswer(seed))),
    ]);
  },
};

const reportAnswers: Check = {
  workload: "report",
  async run(examiner, { random }) {
    const sizes = [1, 2 + randomBelow(7, random)];
    await together(sizes.map((mb) => ask(examiner, requestPath(report, { mb }), reportAnswer(mb))));
  },
};

export const hashSortChecks: Check[] = [hashSortAnswers, badQueryCheck(hashSort)];
export const lookupChecks: Check[] = [lookupAnswers, badQueryCheck(lookup)];
export const reportChecks: Check[] = [reportAnswers, badQueryCheck(report)];

function ask(examiner: Examiner, path: string, expectation: Expectation): Promise<unknown> {
  return examiner.ask({ method: "GET", path }, expectation);
}
