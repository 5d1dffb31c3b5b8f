import { expect, test } from "vitest";
import { judgeHistory } from "./judge-history.ts";
import { readSlim } from "./judged-night.ts";
import { eachNight, makeNights } from "./testing/nights.ts";

const sketch = {
  seed: 3,
  nights: 60,
  variants: ["node-http:bare", "fastify:bare", "express:bare", "hono:bare"],
  speed: (key: string, night: number) => (key === "fastify:bare" && night > 40 ? 0.9 : 1),
};

async function* streamed() {
  yield* eachNight(sketch);
}

test("what is judged of slim nights is what is judged of whole ones", async () => {
  const stepsOf = (nights: Parameters<typeof judgeHistory>[0]) =>
    judgeHistory(nights).groups.flatMap(({ lines }) =>
      lines.flatMap(({ line, steps }) =>
        steps.map(({ ratio, since }) => [line.key, ratio, since.night.runId]),
      ),
    );
  const whole = stepsOf(makeNights(sketch));
  expect(whole).toHaveLength(1);
  expect(stepsOf(await readSlim(streamed()))).toEqual(whole);
});

test("rounds are left out, and what is equal is held once", async () => {
  const nights = await readSlim(streamed());
  const [first, last] = [nights[0]!, nights.at(-1)!];
  expect(first.cases[1]).not.toHaveProperty("rounds");
  expect(last.cases[1]!.versions).toBe(first.cases[1]!.versions);
  expect(last.conditions).toBe(first.conditions);
});
