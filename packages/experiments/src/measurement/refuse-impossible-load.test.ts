import { UsageError, type DriverName } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { refuseImpossibleLoad } from "./refuse-impossible-load.ts";

const refuse = (connections: number, driver: DriverName) => () =>
  refuseImpossibleLoad(
    experimentOf(["a:bare"], { driver, levels: [{ loop: "closed", connections }] }),
  );

test("more connections than this machine has ports or files for are refused before any load", () => {
  // More than there are ports above those that take a privilege.
  expect(refuse(65_000, "external")).toThrow(UsageError);
  expect(refuse(65_000, "process")).toThrow("--connections: 65000 connections cannot be opened");
  expect(refuse(8, "process")).not.toThrow();
});

test("a container has limits of its own, and its generator looks for itself", () => {
  expect(refuse(65_000, "docker")).not.toThrow();
});
