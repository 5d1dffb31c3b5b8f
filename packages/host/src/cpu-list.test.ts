import { expect, test } from "vitest";
import { parseCpuList } from "./cpu-list.ts";

test("the kernel's list of CPUs", () => {
  expect(parseCpuList("0-2,5")).toEqual([0, 1, 2, 5]);
  expect(parseCpuList("5,0-2,1")).toEqual([0, 1, 2, 5]);
});

test.each(["", "2-1", "a", "1,", "-1", "0-4096"])("%j is none", (text) => {
  expect(parseCpuList(text)).toBeUndefined();
});
