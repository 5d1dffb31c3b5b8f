import { expect, test } from "vitest";
import { planSchema } from "./plan.ts";
import { experimentOf } from "./testing/index.ts";

test("a run that asked one request without a name is read as one that asks it alone", () => {
  const request = {
    method: "GET",
    path: "/x",
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: 2 },
  };
  const experiment = experimentOf(["url:a"], { workloads: ["custom"] });
  const window = {
    windowId: "w",
    caseId: "c",
    workload: "custom",
    level: experiment.levels[0],
    generator: "stackbench",
    seed: 1,
  };
  const sitting = {
    sittingId: "s",
    round: 1,
    spare: false,
    variant: "url:a",
    seed: 1,
    windows: [window],
  };
  const older = {
    seed: 1,
    experiment: { ...experiment, customRequest: request },
    sittings: [sitting],
  };
  const { experiment: read } = planSchema.parse(older);
  expect(read.customRequests).toEqual([{ name: "GET /x", weight: 1, request }]);
  expect(planSchema.parse({ ...older, experiment: read }).experiment).toEqual(read);
});
