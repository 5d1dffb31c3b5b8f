import stringWidth from "string-width";
import { expect, test } from "vitest";
import { liveLines } from "./live-lines.ts";
import type { LiveRow } from "./live-rows.ts";

function row(name: string, values: readonly number[], changes: Partial<LiveRow> = {}): LiveRow {
  return {
    name,
    variant: name,
    group: "",
    unit: "req/s",
    held: values.map((value) => ({ kind: "valid", value })),
    planned: 4,
    isSearched: false,
    touched: 0,
    ...changes,
  };
}

const now = "[4/12] b:bare hello: measuring 5 s, 24,100 req/s";
const rows = [
  row("a:bare", [48_000, 47_000, 49_000], { touched: 1 }),
  row("bb:nginx", [24_000], { touched: 2 }),
  row("c:bare", []),
];
const state = { now, timeLeft: "about 40 s left", rows };

test("what is done, what each case gave, and how long it takes", () => {
  expect(liveLines(state, { columns: 80, rows: 24 })).toEqual([
    "about 40 s left; so far, not a result (median of each)",
    "  a:bare    48,000 req/s  3 of 4  ███·",
    "▸ bb:nginx  24,000 req/s  1 of 4  ▄···",
    "  c:bare                  0 of 4  ····",
    now,
  ]);
});

test("invalid and failed windows have marks, and no part in the figure", () => {
  const held = [{ kind: "valid", value: 100 }, { kind: "invalid" }, { kind: "failed" }] as const;
  const [, line] = liveLines(
    { ...state, rows: [row("a", [], { held })] },
    { columns: 80, rows: 24 },
  );
  expect(line).toBe("  a  100 req/s  3 of 4  █!×·");
});

test("in a search, where each window is of another load, the last one is told", () => {
  const searched = [row("a", [100, 300, 200], { isSearched: true })];
  const lines = liveLines({ ...state, rows: searched }, { columns: 80, rows: 24 });
  expect(lines[0]).toContain("(the last window of each)");
  expect(lines[1]).toContain("200 req/s");
});

const hostile = [
  "\u001b[2J\u001b]0;owned\u0007x\ny",
  "世界".repeat(60),
  "👩‍👩‍👧‍👦".repeat(40),
  "a\u0301\u202e".repeat(200),
];

test.each([1, 2, 7, 20, 40, 79, 80, 200])("no line is wider than %d columns", (columns) => {
  const all = [...rows, ...hostile.map((name, index) => row(name, [index * 1e6]))];
  for (const height of [1, 5, 6, 7, 9, 24, 100]) {
    const lines = liveLines(
      { ...state, now: `${now}${hostile[1]}`, rows: all },
      { columns, rows: height },
    );
    expect(lines.length).toBeLessThanOrEqual(Math.max(1, height - 4));
    for (const line of lines) {
      expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(1, columns - 1));
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
  }
});

test("of more than the screen holds those under way are shown, and how many others there are", () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    row(`v${index}`, [], { touched: index === 30 ? 9 : index === 3 ? 8 : 0 }),
  );
  const lines = liveLines({ ...state, rows: many }, { columns: 80, rows: 9 });
  expect(lines).toEqual([
    expect.stringContaining("so far"),
    expect.stringMatching(/^ {2}v3 /),
    expect.stringMatching(/^▸ v30 /),
    "  and 38 more",
    now,
  ]);
});

test("what a look found stands above, where that leaves room for what is under way", () => {
  const head = ["provisional", "  #  a:bare     48,000"];
  const below = liveLines(state, { columns: 80, rows: 24 });
  expect(liveLines({ ...state, head }, { columns: 80, rows: 24 })).toEqual([...head, "", ...below]);
  expect(liveLines({ ...state, head }, { columns: 80, rows: 10 })).toHaveLength(6);
  expect(liveLines({ ...state, head }, { columns: 80, rows: 9 })).toEqual(
    liveLines(state, { columns: 80, rows: 9 }),
  );
});
