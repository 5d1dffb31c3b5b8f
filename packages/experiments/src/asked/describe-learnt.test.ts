import type { Closing, Learnt } from "@stackbench/contract";
import { expect, test } from "vitest";
import { describeClosings } from "./describe-learnt.ts";

const learnt = (closing: Closing): Learnt => ({
  request: {
    method: "GET",
    path: "/",
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: null },
  },
  closing,
});

const told = (...closings: Closing[]) =>
  describeClosings(
    closings.map((_, index) => ({ name: `r${index + 1}` })),
    closings.map(learnt),
  );

test.each<[Closing, RegExp]>([
  [
    { kind: "announces", answers: 1 },
    /^closes each connection after its answer, and says so: every/,
  ],
  [
    { kind: "announces", answers: 100 },
    /^closes each connection after 100 answers, and says so: the/,
  ],
  [{ kind: "unannounced", answers: 1 }, /^closes connections after every answer without saying so/],
  [{ kind: "unannounced", answers: 7 }, /^closes connections after 7 answers without saying so/],
])("says after how many answers a server closes: %o", (closing, words) => {
  expect(told(closing)).toEqual([expect.stringMatching(words)]);
});

test("says a habit once, and for which requests where others have none", () => {
  const closes: Closing = { kind: "announces", answers: 100 };
  expect(told({ kind: "keeps" })).toEqual([]);
  expect(told(closes, closes)).toHaveLength(1);
  expect(told(closes, { kind: "keeps" })).toEqual([expect.stringMatching(/ \(asked for r1\)$/)]);
});
