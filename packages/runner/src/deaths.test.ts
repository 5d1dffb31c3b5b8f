import { HostError, StackFailure } from "@stackbench/model";
import { fakeDriver, fakeGenerator, fakeSampler, fakeVerifier } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import type { RunPorts } from "./run-context.ts";
import { hold } from "./testing/hold.ts";

const steps = [
  "read back",
  "verify",
  "open",
  "warm up",
  "snapshot",
  "begin to sample",
  "measure",
  "end to sample",
  "audit",
] as const;
type Step = (typeof steps)[number];

/** Ports by which `a:bare` dies at a step, at which whatever is asked fails for the host's sake, as with a container that is gone. */
function dying(
  step: Step,
  death: Error,
): Pick<RunPorts, "driver" | "generator" | "sampler" | "verifier"> {
  let isDead = false;
  let loaded = "";
  const at = (here: Step, key: string): void => {
    if (here !== step || key !== "a:bare") return;
    isDead = true;
    throw death;
  };
  const keyIn = (databaseUrl: string): string => databaseUrl.replace("postgres://", "");
  const casualty = { service: "app", message: "exited with code 3" } as const;
  const driver = fakeDriver({
    casualty: (key) => (isDead && key === "a:bare" ? casualty : undefined),
  });
  const verifier = fakeVerifier();
  const generator = fakeGenerator();
  const sampler = fakeSampler();
  return {
    driver: {
      ...driver,
      bringUp: async (request) => {
        isDead = false;
        const sitting = await driver.bringUp(request);
        const readBack = async () => {
          at("read back", sitting.target.host);
          return {};
        };
        return { ...sitting, readBack };
      },
    },
    generator: () => ({
      ...generator,
      open: async (launcher, spec) => {
        at("open", spec.host);
        const session = await generator.open(launcher, spec);
        return {
          ...session,
          warmUp: async () => {
            loaded = spec.host;
            at("warm up", spec.host);
          },
          measure: async (...asked) => {
            at("measure", spec.host);
            return await session.measure(...asked);
          },
        };
      },
    }),
    sampler: {
      ...sampler,
      begin: async () => {
        at("begin to sample", loaded);
        const sampling = await sampler.begin([]);
        const end = async () => {
          at("end to sample", loaded);
          return await sampling.end();
        };
        return { ...sampling, end };
      },
    },
    verifier: {
      ...verifier,
      verify: async (launcher, request) => {
        at("verify", request.host);
        return await verifier.verify(launcher, request);
      },
      snapshot: async (launcher, request) => {
        at("snapshot", keyIn(request.databaseUrl));
        return await verifier.snapshot(launcher, request);
      },
      audit: async (launcher, request) => {
        at("audit", keyIn(request.databaseUrl));
        return await verifier.audit(launcher, request);
      },
    },
  };
}

const deaths = [
  new HostError("the engine will not enter a container that is gone"),
  new StackFailure("window", "nobody answers"),
  new Error("whatever else"),
];

test.each(steps.flatMap((step) => deaths.map((death) => [step, death.name, death] as const)))(
  "a stack that dies at the step '%s' is a failed row by its name, and no other row's (%s)",
  async (step, _, death) => {
    const experiment = { rounds: 2, workloads: ["items"] as const };
    const { windows, error } = await hold(
      {},
      {
        experiment: { ...experiment, workloads: [...experiment.workloads] },
        ports: dying(step, death),
      },
    );
    expect(error).toBeUndefined();
    const [ours, others] = ["a:bare", "b:bare"].map((key) =>
      windows.filter(({ variant }) => variant === key),
    );
    expect(others!.map(({ status }) => status)).toEqual(["measured", "measured"]);
    expect(ours).toHaveLength(2);
    for (const window of ours!) {
      expect(window).toMatchObject({
        status: "failed",
        failure: {
          message: expect.stringContaining("app exited with code 3") as string,
          logLines: ["last words of app"],
        },
      });
    }
  },
);

test("a verification that cannot be carried out is a failed row, though nothing died", async () => {
  const ports = dying("verify", new StackFailure("verify", "cannot look into the table"));
  const driver = fakeDriver();
  const { windows, error } = await hold(
    {},
    { experiment: { rounds: 1, workloads: ["hello"] }, ports: { ...ports, driver } },
  );
  expect(error).toBeUndefined();
  expect(windows.find(({ variant }) => variant === "a:bare")).toMatchObject({
    status: "failed",
    failure: { stage: "verify", message: "cannot look into the table" },
  });
});

test("one that dies while it is asked did not answer wrongly: it is told as dead, and brought up once more", async () => {
  let deaths = 0;
  let isDead = false;
  let looks = 0;
  const dead = { service: "app", message: "killed by SIGKILL" } as const;
  // The clients of a server see its end before the engine does.
  const driver = fakeDriver({
    casualty: (key) => (isDead && key === "a:bare" && ++looks > 1 ? dead : undefined),
  });
  const verifier = fakeVerifier();
  const { windows } = await hold(
    {},
    {
      experiment: { rounds: 1, workloads: ["hello"] },
      ports: {
        driver,
        verifier: {
          ...verifier,
          verify: async (launcher, request) => {
            const verification = await verifier.verify(launcher, request);
            isDead = request.host === "a:bare" && ++deaths === 1;
            if (!isDead) return verification;
            const [workload, request_] = ["hello", "GET /healthz"] as const;
            const refused = { expected: "status 200", got: "connection refused" };
            return { ...verification, differences: [{ workload, request: request_, ...refused }] };
          },
        },
      },
    },
  );
  expect(deaths).toBeGreaterThan(1);
  expect(windows.map(({ status }) => status)).toEqual(["measured", "measured"]);
});

test("a host error with nothing dead ends the run", async () => {
  const ports = dying("verify", new HostError("the engine is gone"));
  const driver = fakeDriver();
  const { error } = await hold({}, { experiment: { rounds: 1 }, ports: { ...ports, driver } });
  expect(error).toEqual(new HostError("the engine is gone"));
});

test.each(steps.flatMap((step) => deaths.map((death) => [step, death.name, death] as const)))(
  "an engine that is gone at the step '%s' ends the run, whatever was seen of the stack (%s)",
  async (step, _, death) => {
    const gone = new HostError("the engine stopped answering");
    const ports = dying(step, death);
    const { bringUp } = ports.driver;
    const driver = {
      ...ports.driver,
      bringUp: async (request: Parameters<typeof bringUp>[0]) => ({
        ...(await bringUp(request)),
        casualty: () => Promise.reject(gone),
      }),
    };
    const { windows, error } = await hold(
      {},
      { experiment: { rounds: 2, workloads: ["items"] }, ports: { ...ports, driver } },
    );
    expect(death instanceof HostError ? [gone, death] : [gone]).toContainEqual(error);
    expect(windows.filter(({ status }) => status === "failed")).toEqual([]);
  },
);
