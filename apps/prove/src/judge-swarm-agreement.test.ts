import { seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { judgeSwarmAgreement, type AgreementRound } from "./judge-swarm-agreement.ts";
import { isReached } from "./outcome.ts";

interface Truth {
  workload?: string;
  rounds?: number;
  /** Of the first variant on the Swarm, and of both there. */
  oneBy?: number;
  bothBy?: number;
}

/** Rounds of a machine whose speed drifts by a tenth, and whose windows scatter by a percent. */
function rounds({ workload = "hash-sort", rounds: count = 20, oneBy = 1, bothBy = 1 }: Truth) {
  const random = seededRandom(7);
  const scattered = (value: number) => value * (1 + 0.02 * (random() - 0.5));
  return Array.from({ length: count }, (_, round): AgreementRound => {
    const speed = 1000 * (1 + (0.1 * round) / count);
    return {
      workload,
      docker: { "a:bare": scattered(speed), "b:bare": scattered(0.8 * speed) },
      swarm: {
        "a:bare": scattered(speed * oneBy * bothBy),
        "b:bare": scattered(0.8 * speed * bothBy),
      },
    };
  });
}

function missed(trials: readonly AgreementRound[], short = false): string[] {
  return judgeSwarmAgreement(trials, short)
    .targets.filter((target) => !isReached(target))
    .map(({ name }) => name);
}

test("the same speeds agree, by the whole form and by the short one", () => {
  expect(missed(rounds({}))).toEqual([]);
  expect(missed(rounds({ rounds: 6 }), true)).toEqual([]);
});

test("one variant that is a tenth slower on the Swarm gives another answer", () => {
  expect(missed(rounds({ oneBy: 0.9 }))).toEqual([
    "hash-sort: a:bare to b:bare: low end",
    "hash-sort: throughput of a:bare: low end",
  ]);
});

test("both slower on the Swarm are a miss where the network costs nothing, and are told where it is most of an answer", () => {
  const told = rounds({ workload: "hello", rounds: 6, oneBy: 0.9, bothBy: 0.8 });
  expect(missed([...rounds({}), ...told])).toEqual([]);
  expect(judgeSwarmAgreement([...rounds({}), ...told], false).text).toMatch(
    /hello: throughput of b:bare {2}0\.799 .*\n\n`hello` is told only/s,
  );
  expect(missed(rounds({ bothBy: 0.8 }))).toEqual([
    "hash-sort: throughput of a:bare: low end",
    "hash-sort: throughput of b:bare: low end",
  ]);
});

test("nothing is shown by what is told alone", () => {
  expect(missed(rounds({ workload: "hello" }))).toEqual(["rounds of what is judged"]);
  expect(missed([])).toEqual(["rounds of what is judged"]);
});

test("rounds without valid windows count for nothing", () => {
  const [first, ...rest] = rounds({});
  const trials = [{ ...first!, swarm: {} }, ...rest];
  expect(missed(trials)).toContain("hash-sort: a:bare to b:bare: rounds that both have");
});
