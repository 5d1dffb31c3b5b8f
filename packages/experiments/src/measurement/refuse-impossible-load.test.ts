import { driverTraits } from "@stackbench/session";
import { UsageError, variantSchema, type DriverName, type Variant } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { refuseImpossibleLoad } from "./refuse-impossible-load.ts";

const served = (id = "bare", speaks: Partial<Variant> = {}) => ({
  variant: {
    ...variantSchema.parse({ command: ["x"], server: "x" }),
    ...speaks,
    stackId: "a",
    id,
  },
});

const refuse = (connections: number, driver: DriverName) => () =>
  refuseImpossibleLoad(
    experimentOf(["a:bare"], { driver, levels: [{ loop: "closed", connections }] }),
    driverTraits[driver],
    [served()],
  );

test("more connections than this machine has ports or files for are refused before any load", () => {
  // More than there are ports above those that take a privilege.
  expect(refuse(65_000, "external")).toThrow(UsageError);
  expect(refuse(65_000, "process")).toThrow("--connections: 65000 connections cannot be opened");
  expect(refuse(8, "process")).not.toThrow();
});

test("an upstream that waits for as long as a request may take is refused, in a mix too", () => {
  const refuseAsked = (changes: Parameters<typeof experimentOf>[1]) => () =>
    refuseImpossibleLoad(experimentOf(["a:bare"], changes), driverTraits.docker, [served()]);
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

test("HTTP/2 is sent to variants that are said to speak it, and to no others", () => {
  const experiment = experimentOf(["a:h2"], { generators: ["h2load"] });
  const h2 = served("h2", { http2: "h2c" });
  const refuseAll = (...selected: ReturnType<typeof served>[]) => {
    return () => refuseImpossibleLoad(experiment, driverTraits.docker, selected);
  };
  expect(refuseAll(h2)).not.toThrow();
  expect(refuseAll(served())).toThrow("--generator=h2load: h2load speaks HTTP/2");
  expect(refuseAll(h2, served())).toThrow("--generator=h2load: a:bare: h2load speaks HTTP/2");
});
