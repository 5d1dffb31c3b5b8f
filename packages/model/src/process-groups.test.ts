import { expect, test } from "vitest";
import { groupServing, totalWorkers } from "./process-groups.ts";
import { variantSchema } from "./stack.ts";

const groups = {
  main: { paths: [] },
  volume: { paths: ["/hello", "/items/"] },
  one: { paths: ["/items/1"] },
};

test.each([
  ["/hello", "volume"],
  ["/hello?x=/report", "volume"],
  ["/items/27", "volume"],
  ["/items?after=3&limit=20", "main"],
  ["/items/17", "one"],
  ["/", "main"],
])("%s is served by %s", (path, name) => {
  expect(groupServing(path, groups)).toBe(name);
});

test("a path that no group serves", () => {
  expect(groupServing("/report", { volume: groups.volume })).toBeUndefined();
});

test("workers of all groups and replicas", () => {
  const shape = variantSchema.parse({ command: ["run"], server: "run", workers: "2n+1" });
  expect(totalWorkers(shape, 2)).toBe(5);
  expect(totalWorkers({ ...shape, replicas: 3 }, 2)).toBe(15);
  const processGroups = {
    main: { workers: 1, threads: 5, paths: [], title: "a" },
    volume: { workers: "2n", threads: 5, paths: ["/hello"], title: "b" },
  };
  expect(totalWorkers({ ...shape, processGroups }, 2)).toBe(5);
});
