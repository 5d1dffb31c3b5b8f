import { HostError, StackFailure, type WindowRecord } from "@stackbench/model";
import { fakeSampler, loadResultOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

function failuresOf(windows: readonly WindowRecord[], variant: string) {
  return windows.flatMap((window) =>
    window.variant === variant && window.status === "failed" ? [window.failure] : [],
  );
}

test("every window of the plan is measured and every sitting taken down", async () => {
  const { driver, windows, events, error } = await hold({});
  expect(error).toBeUndefined();
  expect(windows.map((window) => window.status)).toEqual(Array(8).fill("measured"));
  expect(driver.brought).toHaveLength(4);
  expect(driver.up.size).toBe(0);
  const ended = events.filter(
    (event) => event.type === "journal" && event.entry.type === "sitting-ended",
  );
  expect(ended).toHaveLength(4);
});

test("what is on disk is not measured again", async () => {
  const first = await hold({}, { abortAt: 3 });
  expect(first.windows).toHaveLength(3);
  const done = new Set(first.windows.map((window) => window.planned.windowId));
  const second = await hold({}, { doneWindows: first.windows });
  expect(second.windows).toHaveLength(5);
  expect(second.windows.some((window) => done.has(window.planned.windowId))).toBe(false);
});

test("an abort takes the sitting down and is thrown", async () => {
  const { driver, error } = await hold({}, { abortAt: 1 });
  expect(error).toMatchObject({ message: "stop" });
  expect(driver.up.size).toBe(0);
});

test("a stack that never becomes ready is a failed row, tried twice in one round, and stops nobody", async () => {
  const { driver, windows, error } = await hold({
    bringUp: ({ variant }) => {
      if (variant.stackId === "a") throw new StackFailure("ready", "503 for 30 s", ["boom"]);
    },
  });
  expect(error).toBeUndefined();
  expect(failuresOf(windows, "a:bare")).toEqual(
    Array(4).fill({ stage: "ready", message: "503 for 30 s", logLines: ["boom"] }),
  );
  expect(driver.brought.filter((key) => key === "a:bare")).toHaveLength(2);
  expect(windows.filter((window) => window.status === "measured")).toHaveLength(4);
});

/** Of a:bare, in so many rounds, where these of its bring-ups fail: counted from 1, second tries too. */
async function failingAt(rounds: number, ...failing: readonly number[]) {
  let tries = 0;
  const { windows } = await hold(
    {
      bringUp: ({ variant }) => {
        if (variant.stackId !== "a" || !failing.includes(++tries)) return;
        throw new StackFailure("ready", "no answer in 30 s");
      },
    },
    { experiment: { rounds, workloads: ["hello"] } },
  );
  const own = windows.filter(({ variant }) => variant === "a:bare");
  return { tries, statuses: own.map(({ status }) => (status === "failed" ? "f" : "m")).join("") };
}

test("one that does not come up is brought up once more, at once", async () => {
  expect(await failingAt(4, 1, 4)).toEqual({ tries: 6, statuses: "mmmm" });
});

test("one that came up before is tried again in the next round, and given up when that fails too", async () => {
  expect(await failingAt(4, 3, 4)).toEqual({ tries: 5, statuses: "mmfm" });
  expect(await failingAt(5, 3, 4, 5, 6)).toEqual({ tries: 6, statuses: "mmfff" });
});

test("a wrong answer is a failed row that shows the first difference, and is not measured", async () => {
  const { windows } = await hold({
    verify: (variant) => ({
      checks: 9,
      differences:
        variant === "b:bare"
          ? [
              { workload: "hello", request: "GET /hello", expected: "Hello, world!", got: "Hi" },
              { workload: "routing", request: "GET /x", expected: "404", got: "200" },
            ]
          : [],
    }),
  });
  const [failure] = failuresOf(windows, "b:bare");
  expect(failure?.stage).toBe("verify");
  expect(failure?.message).toBe(
    "GET /hello: expected Hello, world!, got Hi (and 1 more differences)",
  );
  expect(failuresOf(windows, "b:bare")).toHaveLength(4);
});

test("a service that dies under load fails its window, and the rest gets a fresh bring-up", async () => {
  let dead = false;
  const { driver, windows } = await hold(
    {
      measure: (variant) => {
        if (variant === "a:bare" && !dead) {
          dead = true;
          throw new StackFailure("window", "no answer");
        }
        dead = false;
        return loadResultOf();
      },
      casualty: (variant) =>
        variant === "a:bare" && dead
          ? { service: "app", message: "killed for memory (limit 64 MiB)" }
          : undefined,
    },
    { experiment: { rounds: 1 } },
  );
  expect(failuresOf(windows, "a:bare")).toEqual([
    {
      stage: "window",
      message: "app killed for memory (limit 64 MiB) under load (the generator saw: no answer)",
      logLines: ["last words of app"],
    },
  ]);
  expect(windows.filter((window) => window.status === "measured")).toHaveLength(3);
  expect(driver.brought.filter((key) => key === "a:bare")).toHaveLength(2);
  expect(driver.up.size).toBe(0);
});

test("a failed image build rules out the stack, with the build's last lines", async () => {
  const { windows } = await hold({
    prepare: (stackId) => {
      if (stackId === "a") throw new StackFailure("image", "build failed", ["step 3"]);
    },
  });
  expect(failuresOf(windows, "a:bare").map((failure) => failure.stage)).toEqual(
    Array(4).fill("image"),
  );
});

test("an engine that goes away ends the run and loses nothing", async () => {
  let calls = 0;
  const { windows, error, driver } = await hold({
    bringUp: () => {
      if (++calls === 3) throw new HostError("the Docker engine stopped answering");
    },
  });
  expect(error).toBeInstanceOf(HostError);
  expect(windows).toHaveLength(4);
  expect(driver.up.size).toBe(0);
});

test("a database that disagrees makes the window invalid", async () => {
  const { windows } = await hold({
    audit: (variant) => (variant === "a:bare" ? "expected 10,005 rows, got 10,004" : undefined),
  });
  const cautions = windows.flatMap((window) =>
    window.status === "measured" ? window.cautions.map(({ kind }) => [window.variant, kind]) : [],
  );
  expect(cautions).toEqual([
    ["a:bare", "audit"],
    ["a:bare", "audit"],
  ]);
});

test("a wrong body under load fails the window, and shows the first difference", async () => {
  const { windows } = await hold({
    check: () => ({
      checked: 120,
      wrong: 3,
      first: {
        workload: "hello",
        request: "GET /hello",
        expected: "Hello, world!",
        got: "Hello, w0rld?",
      },
    }),
  });
  expect(failuresOf(windows, "a:bare")[0]).toMatchObject({
    stage: "window",
    message:
      "under load, GET /hello: expected Hello, world!, got Hello, w0rld? (3 of 120 answers whose body was looked at)",
  });
});

test("with more workers than database connections, windows that use the database say so", async () => {
  const { windows } = await hold(
    {},
    { shape: { workers: 3 }, experiment: { databasePoolSize: 2, rounds: 1 } },
  );
  const warned = windows.filter(
    (window) =>
      window.status === "measured" &&
      window.cautions.some(({ kind }) => kind === "pool-below-workers"),
  );
  expect(warned.map(({ planned }) => planned.workload)).toEqual(["items", "items"]);
});

test("the sampler is told the process groups, and successes are told by the group that answered", async () => {
  const group = { workers: 1, threads: 5 };
  const told: unknown[] = [];
  const sampler: ReturnType<typeof fakeSampler> = {
    ...fakeSampler(),
    begin: (services, followed) => {
      told.push(followed);
      return fakeSampler().begin(services);
    },
  };
  const { windows } = await hold(
    { measure: () => loadResultOf({ succeeded: 500 }) },
    {
      experiment: { workloads: ["hello"], rounds: 1 },
      shape: {
        processGroups: {
          main: { ...group, paths: [], title: "(wsgi:main)" },
          volume: { ...group, paths: ["/hello"], title: "(wsgi:volume)" },
        },
      },
      ports: { sampler },
    },
  );
  expect(told[0]).toEqual({
    groups: [
      { name: "main", title: "(wsgi:main)" },
      { name: "volume", title: "(wsgi:volume)" },
    ],
  });
  expect(windows[0]).toMatchObject({ succeededByGroup: { main: 0, volume: 500 } });
});

test("the sampler follows each process's memory where the experiment asks for it, and else nothing", async () => {
  const told: unknown[] = [];
  const sampler: ReturnType<typeof fakeSampler> = {
    ...fakeSampler(),
    begin: (services, followed) => {
      told.push(followed);
      return fakeSampler().begin(services);
    },
  };
  const plain = { workloads: ["hello" as const], rounds: 1 };
  for (const experiment of [plain, { ...plain, seriesOf: "memory" as const }]) {
    await hold({}, { experiment, ports: { sampler } });
  }
  expect([told[0], told.at(-1)]).toEqual([{ groups: [] }, { groups: [], seriesOf: "memory" }]);
});
