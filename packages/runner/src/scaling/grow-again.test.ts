import {
  StackFailure,
  type Driver,
  type Experiment,
  type Scaling,
  type ScalingEvent,
  type WindowRecord,
} from "@stackbench/model";
import { fakeDriver } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "../testing/hold.ts";

const autoscale = { growAtShare: 0.7, forSeconds: 5, shrinkBelowShare: 0.3, shrinkForSeconds: 5 };
const experiment: Partial<Experiment> = {
  autoscale,
  rounds: 1,
  workloads: ["hello"],
  levels: [8, 16].map((connections) => ({ loop: "closed", connections })),
};
const shape = { proxy: "nginx" as const, replicas: 3 };

/** A driver whose sittings can be scaled, and what they were told to have before anything was measured. */
function scalable(asked: string[], scaleTo?: () => Promise<void>): Driver {
  const driver = fakeDriver();
  return {
    ...driver,
    bringUp: async (request) => {
      const scaling: Scaling = {
        serving: () => [{ replica: 1 }],
        follow: () => () => {},
        scaleTo: async (count) => {
          asked.push(`${request.sittingId} ${count}`);
          await scaleTo?.();
        },
      };
      return { ...(await driver.bringUp(request)), scaling };
    },
  };
}

const step = (replica: number, name: "in-proxy" | "draining"): ScalingEvent => ({
  kind: "step",
  atMs: 1000,
  replica,
  step: name,
});

/** The first window of the first sitting on disk, after which the run was killed. */
async function killed(events: ScalingEvent[]): Promise<WindowRecord[]> {
  const ports = { driver: scalable([]) };
  const { windows } = await hold({}, { experiment, shape, ports, abortAt: 1 });
  const [first] = windows;
  if (first?.status !== "measured") throw new Error("expected a measured window");
  return [{ ...first, scaling: { replicasAtStart: 1, readings: [], events } }];
}

test("a sitting that goes on begins with the replicas that its last window left, others with one", async () => {
  const doneWindows = await killed([step(2, "in-proxy"), step(3, "in-proxy"), step(3, "draining")]);
  const asked: string[] = [];
  const ports = { driver: scalable(asked) };
  const { windows, error } = await hold({}, { experiment, shape, doneWindows, ports });
  expect(error).toBeUndefined();
  expect(windows).toHaveLength(3);
  expect(asked).toEqual([`${doneWindows[0]!.sittingId} 2`]);
});

test("where a replica does not come up again the run goes on without it", async () => {
  const doneWindows = await killed([step(2, "in-proxy")]);
  const refuse = () => Promise.reject(new StackFailure("ready", "not ready", []));
  const ports = { driver: scalable([], refuse) };
  const { windows, error } = await hold({}, { experiment, shape, doneWindows, ports });
  expect(error).toBeUndefined();
  expect(windows.map(({ status }) => status)).toEqual(["measured", "measured", "measured"]);
});
