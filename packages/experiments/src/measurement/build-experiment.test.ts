import { chooseVariants, driverTraits } from "@stackbench/session";
import { expect, test } from "vitest";
import { measurementOf } from "../read-request.ts";
import { buildExperiment } from "./build-experiment.ts";

test("what runs on a JVM is warmed up for long wherever it is started for the run", async () => {
  const selected = await chooseVariants("fastify:bare,spring-boot:nginx,go-http:bare");
  const by = (name: "docker" | "external") =>
    buildExperiment(measurementOf({}), { selected, driver: { name, traits: driverTraits[name] } });
  expect(by("docker").longWarmups).toEqual(["spring-boot:nginx"]);
  expect(by("external").longWarmups).toBeUndefined();
});
