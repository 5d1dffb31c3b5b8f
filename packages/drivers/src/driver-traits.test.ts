import { driverNameSchema, startsServers } from "@stackbench/model";
import { expect, test } from "vitest";
import { driverTraits } from "./driver-traits.ts";

test.each(driverNameSchema.options)(
  "a run on file that does not tell its traits is read as the %s driver's",
  (driver) => {
    const engine = { driver, description: "", reason: "" };
    expect(startsServers({ engine })).toBe(driverTraits[driver].startsServers);
  },
);

test("a run that tells them is read by what it tells", () => {
  const engine = { driver: "docker", description: "", reason: "" } as const;
  expect(startsServers({ engine, driverTraits: driverTraits.external })).toBe(false);
});
