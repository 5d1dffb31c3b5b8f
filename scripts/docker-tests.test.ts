import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = globSync("{apps,packages}/*/src/**/*.docker.test.ts");

test("what asks for engines of a Swarm is called after it, and runs where they are made", () => {
  const using = files.filter((file) => readFileSync(file, "utf8").includes("useCluster("));
  expect(using).not.toEqual([]);
  expect(using.toSorted()).toEqual(
    files.filter((file) => file.endsWith(".cluster.docker.test.ts")).toSorted(),
  );
});
