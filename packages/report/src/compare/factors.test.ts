import type { LedgerEntry } from "@stackbench/model";
import { expect, it } from "vitest";
import { compareFactors } from "./factors.ts";
import { renderCases } from "../render/console/comparison.ts";
import { runOf, type CaseSketch } from "../testing/run-of.ts";

const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001, 0.999, 1.003];
const arm = (variant: string, throughput: number, shift: number): CaseSketch => ({
  variant,
  workload: "hello",
  rounds: [...wobble.slice(shift), ...wobble.slice(0, shift)].map((share) => ({
    throughput: throughput * share,
  })),
});
const run = runOf({
  rounds: wobble.length,
  cases: [arm("w:tcp", 10_000, 0), arm("w:unix", 10_900, 3), arm("w:http", 8_000, 5)],
});
const socket = {
  factor: "socket",
  from: "w:tcp",
  to: "w:unix",
  fromValue: "tcp",
  toValue: "unix",
};

it("tells what a step saves, and of no step whose end was not measured", () => {
  const protocol = { ...socket, factor: "protocol", from: "w:http", to: "w:tcp" };
  const cases = compareFactors(run, [socket, protocol, { ...socket, to: "w:absent" }]);
  expect(cases.map(({ step, verdict }) => [step.factor, verdict])).toEqual([
    ["socket", "faster"],
    ["protocol", "faster"],
  ]);
  expect(cases[0]!.change!.ratio).toBeCloseTo(1.09, 2);
});

it("gives no verdict where the ends ran under different kernel limits", () => {
  const limit: LedgerEntry = {
    name: "nofile.soft",
    scope: "container",
    requested: "65536",
    effective: "65536",
    applied: true,
  };
  const limited = runOf({
    rounds: wobble.length,
    cases: [arm("w:tcp", 10_000, 0), arm("w:unix", 10_900, 3), arm("w:http", 8_000, 5)],
    tuning: (variant) => [variant === "w:unix" ? { ...limit, effective: "1024" } : limit],
  });
  const protocol = { ...socket, factor: "protocol", from: "w:http", to: "w:tcp" };
  const cases = compareFactors(limited, [socket, protocol]);
  expect(cases.map(({ verdict, remarks }) => [verdict, remarks])).toEqual([
    ["unresolved", ["tuning-differs"]],
    ["faster", []],
  ]);
});

it("names the variant, the factor and both of its values", () => {
  const text = renderCases(compareFactors(run, [socket]), { columns: 160, colour: false });
  expect(text).toMatch(/w:tcp, tcp → unix +10,0\d\d +10,9\d\d +\+9\.\d\s% .* faster/);
});
