import type { CustomRequest, LoadPart } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { expect, it } from "vitest";
import { revisionsJson } from "../render/json/comparison.ts";
import { runOf } from "../testing/run-of.ts";
import { compareRevisions } from "./revisions.ts";

const arms = { base: "s@base:bare", baseAgain: "s@base-again:bare", head: "s@head:bare" };
const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001, 0.999, 1.003, 0.997, 1];

const customRequests = ["search", "cart"].map((name): CustomRequest => {
  const expect = { status: 200, bodyBytes: 2 };
  const request = { method: "GET" as const, path: `/${name}`, headers: {}, body: "", expect };
  return { name, weight: 1, request };
});

function partOf(ms: number): LoadPart {
  const serviceTime = new Histogram();
  serviceTime.recordMany(Math.round(ms * 10_000), 4000);
  return { succeeded: 4000, errors: {}, unfinished: 0, serviceTime: serviceTime.toData() };
}

/** All three arms are as fast as a whole; the carts of the head and of the base's second arm take so much longer. */
function runWith(head: number, again = 1) {
  const arm = (variant: string, cart: number, shift: number) => ({
    variant,
    workload: "custom" as const,
    rounds: wobble.map((_, round) => {
      const share = wobble[(round + shift) % 12]!;
      return {
        throughput: 1600 * share,
        load: { parts: [partOf(2 / share), partOf((4 * cart) / share)] },
      };
    }),
  });
  return runOf({
    rounds: 12,
    cases: [arm(arms.base, 1, 0), arm(arms.baseAgain, again, 3), arm(arms.head, head, 7)],
    experiment: { customRequests },
  });
}

it("finds the one request that got slower, beside a whole that did not", () => {
  const { outcome, cases } = compareRevisions(runWith(1.2), arms);
  expect(outcome).toBe("tie");
  const [{ parts }] = cases as [(typeof cases)[0]];
  expect(parts.map(({ name, figure, verdict }) => [name, figure, verdict])).toEqual([
    ["search", "service-time-p99", "tie"],
    ["cart", "service-time-p99", "slower"],
  ]);
  const { change, control, base, head } = parts[1]!;
  expect(change!.ratio).toBeCloseTo(1.2, 2);
  expect(control!.verdict).toBe("tie");
  expect(head!.median / base!.median).toBeCloseTo(1.2, 2);
  // Two pairs in two requests are one family: Holm multiplies the least p by four.
  expect(change!.adjustedP).toBeLessThanOrEqual(Math.min(1, change!.p * 4) * 1.000001);
  expect(change!.adjustedP).toBeGreaterThan(change!.p * 3);
  expect(revisionsJson({ outcome, cases }).cases[0]!.parts![1]).toMatchObject({
    name: "cart",
    verdict: "slower",
  });
});

it("says nothing of a request in which the base differs from itself", () => {
  const { cases } = compareRevisions(runWith(1.2, 1.2), arms);
  const [search, cart] = cases[0]!.parts;
  expect(search!.verdict).toBe("tie");
  expect(cart!.control!.verdict).toBe("slower");
  expect(cart!.verdict).toBe("unresolved");
});
