import { protocolPresets } from "@stackbench/plan";
import { expect, test } from "vitest";
import { parseCommandLine } from "@stackbench/terminal";
import { measurementOptions } from "./options.ts";
import { protocolOf, readProtocol } from "./protocol.ts";

const read = (variants: number, ...options: string[]) =>
  protocolOf(
    readProtocol(parseCommandLine({ name: "run", options: measurementOptions }, options)),
    variants,
  );

test("quick looks after three rounds, and holds fewer rounds at most where they are long", () => {
  expect([1, 2, 6, 7, 12, 13, 141].map((variants) => read(variants).rounds)).toEqual([
    12, 12, 12, 9, 9, 6, 6,
  ]);
  expect(read(6).protocol).toMatchObject({ version: 2, looks: [3, 6, 9], minRounds: 3 });
  expect(read(24).protocol.looks).toEqual([3]);
});

test("looks are planned up to the most rounds, ever further apart", () => {
  expect(read(3, "--protocol=pr").protocol.looks).toEqual([8, 12, 18, 27, 40, 60, 90]);
  expect(read(3, "--protocol=nightly").protocol.looks).toEqual([8, 12, 18, 27]);
  expect(read(3, "--rounds=30").protocol.looks).toEqual([3, 6, 9, 13, 19, 28]);
});

test("a preset is taken whole", () => {
  const { protocol, ...rest } = read(3, "--protocol=publish");
  const { publish } = protocolPresets;
  expect(protocol).toMatchObject({ name: "publish", halfWidthTarget: publish.halfWidthTarget });
  expect(rest).toMatchObject({ rounds: publish.rounds, durationSeconds: publish.durationSeconds });
});

test("an option that changes a preset makes it custom", () => {
  const { protocol, rounds } = read(3, "--protocol=pr", "--budget=10m", "--half-width=2.5%");
  expect(protocol).toMatchObject({ name: "custom", budgetSeconds: 600, halfWidthTarget: 0.025 });
  expect(rounds).toBe(protocolPresets.pr.rounds);
  expect(read(3, "--protocol=pr", "--budget=none").protocol.budgetSeconds).toBeNull();
});

test("a warm-up has a least length, and where that is said a most", () => {
  const of = (...options: string[]) => {
    const { warmupSeconds, warmupAtMostSeconds } = read(2, ...options);
    return [warmupSeconds, warmupAtMostSeconds];
  };
  expect(of()).toEqual([1, undefined]);
  expect(of("--warmup=2s")).toEqual([2, undefined]);
  expect(of("--warmup=300ms..2s")).toEqual([0.3, 2]);
  expect(() => of("--warmup=2s..300ms")).toThrow(/--warmup: expected a duration from 2 s/);
  expect(() => of("--warmup=1..2..3")).toThrow(/such as 300ms\.\.2s, got "1\.\.2\.\.3"/);
  expect(() => of("--warmup=..2")).toThrow(/--warmup: expected a duration from 0 s/);
});

test("fewer rounds than a verdict needs are the person's choice", () => {
  const { protocol, rounds } = read(6, "--rounds=2");
  expect(rounds).toBe(2);
  expect(protocol).toMatchObject({ minRounds: 2, looks: [] });
});

test("a sequential order decides nothing between rounds", () => {
  const { protocol } = read(2, "--protocol=nightly", "--order=sequential");
  expect(protocol).toMatchObject({ halfWidthTarget: null, budgetSeconds: null, spareRounds: 0 });
});

test("pr keeps a few variants up at once, more of them not, and says so where that is asked for", () => {
  expect(read(2, "--protocol=pr").protocol).toMatchObject({ name: "pr", order: "alternating" });
  expect(read(6, "--protocol=pr").protocol.order).toBe("alternating");
  expect(read(7, "--protocol=pr").protocol).toMatchObject({ name: "pr", order: "interleaved" });
  expect(read(2).protocol.order).toBe("interleaved");
  expect(read(2, "--order=alternating").protocol).toMatchObject({ name: "custom" });
  expect(() => read(7, "--order=alternating")).toThrow(/expected at most 6, got 7/);
});

test.each(["0%", "half", "-3", "200%"])("--half-width=%s is refused", (text) => {
  expect(() => read(2, `--half-width=${text}`)).toThrow(/--half-width: expected a percentage/);
});

test("a window of so many requests may take ten minutes, or as long as is said", () => {
  expect(read(3, "--requests=200")).toMatchObject({ windowRequests: 200, durationSeconds: 600 });
  expect(read(3, "--requests=200").protocol.name).toBe("custom");
  expect(read(3, "--requests=200", "--duration=2m").durationSeconds).toBe(120);
  expect(read(3)).not.toHaveProperty("windowRequests");
  expect(() => read(3, "--requests=0")).toThrow(/--requests: expected a whole number from 1/);
});
