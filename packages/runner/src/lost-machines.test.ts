import { HostError, StackFailure, type Casualty } from "@stackbench/model";
import { fakeDriver, fakeGenerator, fakeVerifier } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

const reason = "the engine of the node of the server does not answer";
const dead: Casualty = { service: "app", message: "killed by SIGKILL" };
const errors = [
  new HostError("a program of the harness is silent"),
  new StackFailure("window", "none of 64 connections got an answer"),
];

test.each(errors)(
  "a machine that is lost in a window fails that window by its name, and the rest gets a fresh bring-up (%s)",
  async (error) => {
    let isLost = false;
    const isOfA = (key: string): boolean => isLost && key === "a:bare";
    const driver = fakeDriver({ casualty: (key) => (isOfA(key) ? dead : undefined) });
    const generator = fakeGenerator();
    let opened = 0;
    const { windows, error: thrown } = await hold(
      {},
      {
        experiment: { rounds: 2 },
        ports: {
          driver: {
            ...driver,
            bringUp: async (request) => {
              isLost = false;
              const sitting = await driver.bringUp(request);
              const lost = async () => (isOfA(sitting.target.host) ? reason : undefined);
              return { ...sitting, lost };
            },
          },
          generator: () => ({
            ...generator,
            open: async (launcher, spec) => {
              const session = await generator.open(launcher, spec);
              const measure: typeof session.measure = async (...asked) => {
                if (spec.host !== "a:bare" || ++opened > 1) return await session.measure(...asked);
                isLost = true;
                throw error;
              };
              return { ...session, measure };
            },
          }),
        },
      },
    );
    expect(thrown).toBeUndefined();
    expect(windows.filter(({ status }) => status === "failed")).toMatchObject([
      { variant: "a:bare", failure: { stage: "machine", message: reason } },
    ]);
    expect(windows.filter(({ status }) => status === "measured")).toHaveLength(windows.length - 1);
  },
);

test("a machine that stays away fails every sitting, and rules no variant out: it may come back", async () => {
  let bringUps = 0;
  const driver = fakeDriver({
    bringUp: () => {
      // Gone for the first round of both, each tried twice.
      if (++bringUps <= 4) throw new StackFailure("machine", reason);
    },
  });
  const { windows, error } = await hold(
    {},
    { experiment: { rounds: 2, workloads: ["hello"] }, ports: { driver } },
  );
  expect(error).toBeUndefined();
  expect(windows.map(({ round, status }) => [round, status])).toEqual([
    [1, "failed"],
    [1, "failed"],
    [2, "measured"],
    [2, "measured"],
  ]);
});

test("wrong answers over a network that is away are no fault of the stack's", async () => {
  const driver = fakeDriver();
  const verifier = fakeVerifier();
  let asked = 0;
  const { windows } = await hold(
    {},
    {
      experiment: { rounds: 1, workloads: ["hello"] },
      ports: {
        driver: {
          ...driver,
          bringUp: async (request) => ({
            ...(await driver.bringUp(request)),
            lost: async () => (asked === 1 ? reason : undefined),
          }),
        },
        verifier: {
          ...verifier,
          verify: async (launcher, request) => {
            const verification = await verifier.verify(launcher, request);
            if (++asked > 1) return verification;
            const silent = { workload: "hello", request: "GET /hello" } as const;
            const difference = { ...silent, expected: "status 200", got: "no answer in 5 s" };
            return { ...verification, differences: [difference] };
          },
        },
      },
    },
  );
  expect(asked).toBeGreaterThan(1);
  expect(windows.map(({ status }) => status)).toEqual(["measured", "measured"]);
});
