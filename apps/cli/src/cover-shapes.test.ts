import type { Selected } from "@stackbench/model";
import { loadCatalog, repositoryRoot, selectVariants } from "@stackbench/session";
import { seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { coverShapes } from "./cover-shapes.ts";

const all = await selectVariants(await loadCatalog(repositoryRoot), ["*"], repositoryRoot);
const stacksOf = (some: readonly Selected[]) => new Set(some.map(({ stack }) => stack.id));
const shapesOf = (some: readonly Selected[]) =>
  new Set(some.map(({ stack, variant }) => `${stack.app?.interface ?? stack.id}/${variant.id}`));

test("every stack is there and every shape of every interface, of each shape on one stack", () => {
  const some = coverShapes(all, seededRandom(1));
  expect(stacksOf(some)).toEqual(stacksOf(all));
  expect(shapesOf(some)).toEqual(shapesOf(all));
  expect(some.length).toBeLessThan(all.length / 2);
  expect(all.filter((one) => some.includes(one))).toEqual(some);
});

test("after some draws every variant has been there", () => {
  const seen = new Set<Selected>();
  for (let seed = 1; seed <= 100; seed++) {
    for (const one of coverShapes(all, seededRandom(seed))) seen.add(one);
  }
  expect(seen.size).toBe(all.length);
});
