import { driverTraits } from "@stackbench/session";
import { UsageError, type DriverName } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { refuseImpossibleLoad } from "./refuse-impossible-load.ts";

const refuse = (connections: number, driver: DriverName) => () =>
  refuseImpossibleLoad(
    experimentOf(["a:bare"], { driver, levels: [{ loop: "closed", connections }] }),
    driverTraits[driver],
  );

test("more connections than this machine has ports or files for are refused before any load", () => {
  // More than there are ports above those that take a privilege.
  expect(refuse(65_000, "external")).toThrow(UsageError);
  expect(refuse(65_000, "process")).toThrow("--connections: 65000 connections cannot be opened");
  expect(refuse(8, "process")).not.toThrow();
});

test("an upstream that waits for as long as a request may take is refused, in a mix too", () => {
  const refuseAsked = (changes: Parameters<typeof experimentOf>[1]) => () =>
    refuseImpossibleLoad(experimentOf(["a:bare"], changes), driverTraits.docker);
  expect(refuseAsked({ workloads: ["upstream:ms=10000"] })).toThrow(
    "--workload=upstream:ms=10000: expected less than --timeout, which is 10 s",
  );
  const mix = [{ workload: "upstream:ms=10000" as const, weight: 1 }];
  expect(refuseAsked({ workloads: ["mix"], mix })).toThrow("expected less than --timeout");
  expect(refuseAsked({ workloads: ["upstream:ms=9999"] })).not.toThrow();
});

test("a container has limits of its own, and its generator looks for itself", () => {
  expect(refuse(65_000, "docker")).not.toThrow();
});
