import { expect, test } from "vitest";
import { loadResultOf, totalsOf } from "@stackbench/model/testing";
import { countByGroup } from "./count-by-group.ts";

const groups = {
  main: { paths: [] },
  volume: { paths: ["/hello", "/items/"] },
  admin: { paths: ["/report"] },
};
const mix = [{ path: "/items" }, { path: "/items/3" }, { path: "/items/4" }];

test("successes of each request go to the group that serves its path", () => {
  const load = loadResultOf(totalsOf({ succeeded: 60 }), { succeededByRequest: [10, 20, 30] });
  expect(countByGroup(mix, load, groups)).toEqual({ main: 10, volume: 50, admin: 0 });
});

test("where one group serves all, no request need be told apart", () => {
  expect(countByGroup([{ path: "/hello" }], totalsOf({ succeeded: 60 }), groups)).toEqual({
    main: 0,
    volume: 60,
    admin: 0,
  });
});

test("is unknown where several groups serve and the generator does not tell", () => {
  expect(countByGroup(mix, totalsOf({ succeeded: 60 }), groups)).toBeUndefined();
});
