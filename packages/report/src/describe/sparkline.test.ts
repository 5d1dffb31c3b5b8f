import { expect, test } from "vitest";
import { sparkline } from "./sparkline.ts";

test.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"],
  [[7, 7, 0], 8, "██▁"],
  [[0, 0, 7, 7, 0, 7], 3, "▁█▅"],
  [[0, 7, 7], 2, "▁█"],
  [[], 8, ""],
])("%j in %i bars", (values, width, bars) => {
  expect(sparkline(values, { least: 0, most: 7, width })).toBe(bars);
});

test("where nothing moves, the lowest", () => {
  expect(sparkline([4, 4], { least: 4, most: 4, width: 8 })).toBe("▁▁");
});
