import { expect, test } from "vitest";
import { compareFactors } from "../compare/factors.ts";
import { runOf } from "../testing/run-of.ts";
import { describeAllSteps, describeSteps } from "./steps.ts";

const noise = [1, 0.999, 1.001, 1, 0.998, 1.002, 1.0005, 0.9995];

/** What is told of pairs `x<n>:bare` and `x<n>:nginx`, that keep so much of the throughput. */
function told(kept: readonly number[], workloads: readonly ("hello" | "items")[] = ["hello"]) {
  const steps = kept.map((_, index) => ({
    factor: "proxy",
    from: `x${index}:bare`,
    to: `x${index}:nginx`,
    fromValue: "none",
    toValue: "nginx",
  }));
  const cases = workloads.flatMap((workload) =>
    kept.flatMap((share, index) =>
      ["bare", "nginx"].map((variant) => ({
        variant: `x${index}:${variant}`,
        workload,
        rounds: noise.map((_, round) => ({
          throughput: 1000 * (variant === "bare" ? noise[round]! : share * noise[(round * 3) % 8]!),
        })),
      })),
    ),
  );
  return describeSteps(compareFactors(runOf({ rounds: noise.length, cases }), steps));
}

test("of several changes of factors each has its own sentence, and of very many the first", () => {
  const variants = ["a:bare", "a:nginx", "a:cluster"];
  const run = runOf({
    rounds: noise.length,
    cases: variants.map((variant, index) => ({
      variant,
      workload: "hello" as const,
      rounds: noise.map((share) => ({ throughput: 1000 * share * (1 - 0.2 * index) })),
    })),
  });
  const step = (factor: string, to: string) => ({
    factor,
    from: "a:bare",
    to,
    fromValue: "1",
    toValue: to,
  });
  const two = compareFactors(run, [step("proxy", "a:nginx"), step("workers", "a:cluster")]);
  expect(describeAllSteps(two)).toEqual([
    expect.stringMatching(/^a:nginx serves .* less than a:bare\.$/),
    expect.stringMatching(/^a:cluster serves .* less than a:bare\.$/),
  ]);
  const many = Array.from({ length: 12 }, (_, index) => ({
    ...two[0]!,
    step: step(`f${index}`, "a:nginx"),
  }));
  expect(describeAllSteps(many)).toHaveLength(9);
  expect(describeAllSteps(many).at(-1)).toBe("4 more answers stand in the table.");
});

test("a sentence for each workload, with the interval of what was proven", () => {
  const [hello, items] = told([0.5, 1], ["hello", "items"]);
  expect(hello).toMatch(
    /^hello: x0:nginx serves [\d. to]+ % less than x0:bare; x1:bare and x1:nginx are equal within 3 %\.$/,
  );
  expect(items).toMatch(/^items: /);
  expect(told([2.5])[0]).toMatch(
    /^x0:nginx serves 2\.\d+(?: to 2\.\d+)? times what x0:bare does\.$/,
  );
});

test("what is not proven is not told as if it were", () => {
  const few = runOf({
    rounds: 2,
    cases: ["a:bare", "a:nginx"].map((variant, index) => ({
      variant,
      workload: "hello" as const,
      rounds: [{ throughput: 1000 }, { throughput: 1000 - 60 * index }],
    })),
  });
  const step = {
    factor: "proxy",
    from: "a:bare",
    to: "a:nginx",
    fromValue: "none",
    toValue: "nginx",
  };
  expect(describeSteps(compareFactors(few, [step]))[0]).toContain("cannot be told apart");
});

test("many pairs are counted, with the least and the most of them", () => {
  const [said] = told([0.5, 0.6, 0.7, 1, 1.5]);
  expect(said).toMatch(
    /^of 5 pairs nginx is faster in 1, is slower in 3, is equal within 3 % in 1: from −\d+\.\d % \(.*\), x0:nginx against x0:bare, to \+\d+\.\d % \(.*\), x4:nginx against x4:bare\.$/,
  );
});
