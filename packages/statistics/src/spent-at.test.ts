import { expect, test } from "vitest";
import { spentAt } from "./spent-at.ts";

const looks = [3, 6, 9];

test("each look spends an equal part, the end what is left", () => {
  const during = { looks, ended: false };
  expect(spentAt(during, { tested: 0, rounds: 2, spent: 0 })).toBe(0);
  expect(spentAt(during, { tested: 0, rounds: 3, spent: 0 })).toBe(1 / 4);
  expect(spentAt(during, { tested: 3, rounds: 6, spent: 1 / 4 })).toBe(1 / 4);
  expect(spentAt({ looks, ended: true }, { tested: 6, rounds: 8, spent: 1 / 2 })).toBe(1 / 2);
  expect(spentAt({ looks: [], ended: true }, { tested: 0, rounds: 8, spent: 0 })).toBe(1);
});

test("nothing is tested twice on the same rounds, and no look of the pair's own twice", () => {
  expect(spentAt({ looks, ended: true }, { tested: 6, rounds: 6, spent: 1 / 2 })).toBe(0);
  expect(spentAt({ looks, ended: false }, { tested: 6, rounds: 8, spent: 1 / 2 })).toBe(0);
  // A pair that the host cost a round comes to its look one later.
  expect(spentAt({ looks, ended: false }, { tested: 3, rounds: 5, spent: 1 / 4 })).toBe(0);
  expect(spentAt({ looks, ended: false }, { tested: 3, rounds: 8, spent: 1 / 4 })).toBe(1 / 4);
});

test("whatever is looked at, the parts of a pair add up to 1 at most", () => {
  for (const held of [4, 6, 7, 12]) {
    let [tested, spent] = [0, 0];
    for (let rounds = 1; rounds <= held; rounds++) {
      const part = spentAt({ looks, ended: rounds === held }, { tested, rounds, spent });
      if (part === 0) continue;
      [tested, spent] = [rounds, spent + part];
    }
    expect(spent).toBeCloseTo(1, 12);
  }
});
