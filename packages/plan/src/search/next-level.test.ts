import { expect, test } from "vitest";
import { mostVoid, nextLevel, type Probe, type SearchStep } from "./next-level.ts";

/** Searches among `count` levels, and gives what was asked beside the end. */
function search(
  count: number,
  answer: (level: number, time: number) => Probe["said"],
): { asked: number[]; end: Extract<SearchStep, { type: "ended" }> } {
  const probes: Probe[] = [];
  for (;;) {
    const step = nextLevel(count, probes);
    if (step.type === "ended") return { asked: probes.map(({ level }) => level), end: step };
    const { level } = step;
    const time = probes.filter((probe) => probe.level === level).length + 1;
    probes.push({ level, said: answer(level, time) });
  }
}

/** Keeps up to and with that level. */
const upTo = (last: number) => (level: number) =>
  level <= last ? ("keeps" as const) : ("fails" as const);

test.each([1, 2, 3, 84])("among %i levels each answer is found by halving", (count) => {
  for (let last = -1; last < count; last++) {
    const { asked, end } = search(count, upTo(last));
    expect(end).toEqual({
      type: "ended",
      bracket: { keeps: last < 0 ? null : last, fails: last === count - 1 ? null : last + 1 },
      confirmed: true,
    });
    expect(asked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count + 1)) + 2);
    // Both ends by two windows.
    for (const level of [last, last + 1]) {
      if (level < 0 || level >= count) continue;
      expect(asked.filter((one) => one === level)).toHaveLength(2);
    }
  }
});

test("one window that fails by chance is outvoted, and the search goes on above it", () => {
  for (let unlucky = 0; unlucky <= 40; unlucky++) {
    const { end } = search(84, (level, time) =>
      level === unlucky && time === 1 ? "fails" : upTo(40)(level),
    );
    expect(end.bracket).toEqual({ keeps: 40, fails: 41 });
  }
});

test("one window that keeps by chance is outvoted, and the search goes on below it", () => {
  const { end, asked } = search(84, (level, time) =>
    level === 41 && time === 1 ? "keeps" : upTo(40)(level),
  );
  expect(end.bracket).toEqual({ keeps: 40, fails: 41 });
  expect(asked.filter((level) => level === 41)).toHaveLength(3);
});

test("a window that says nothing is asked again, and a level that only has such is not claimed", () => {
  const once = search(84, (level, time) => (time === 1 ? "void" : upTo(40)(level)));
  expect(once.end).toMatchObject({ bracket: { keeps: 40, fails: 41 }, confirmed: true });
  const never = search(84, (level) => (level > 40 ? "void" : "keeps"));
  expect(never.end).toMatchObject({ bracket: { keeps: 40, fails: 41 }, confirmed: false });
  expect(never.asked.filter((level) => level === 41)).toHaveLength(mostVoid);
});

test("whatever is answered, it ends", () => {
  for (let seed = 1; seed <= 200; seed++) {
    let state = seed;
    const { asked } = search(20, () => {
      state = (state * 48_271) % 2_147_483_647;
      return (["keeps", "fails", "void"] as const)[state % 3]!;
    });
    expect(asked.length).toBeLessThanOrEqual(20 * (3 + mostVoid));
  }
});
