import { expect, test } from "vitest";
import { createGenerator } from "./generators.ts";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";

test.each(["ab", "hey"] as const)("%s refuses a request with another number each time", (id) => {
  const request = { ...helloRequest, path: "/x?seed={n}", numbers: { from: 100, count: 900 } };
  expect(createGenerator(id).refuses(loadSpec({ requests: [request] }))).toBe(
    `${id} sends the same bytes over and over, this workload asks with another number each time: ` +
      "use --generator=stackbench, autocannon or wrk",
  );
});
