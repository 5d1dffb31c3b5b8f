import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  HostError,
  StackFailure,
  type BringUpRequest,
  type Driver,
  type Knob,
  type Sitting,
} from "@stackbench/model";
import { refuseSignals } from "./fixtures/refuse-signals.ts";
import { trialDriver, trialRequest, trialStack } from "./fixtures/trial-driver.ts";
import { findPinningTools } from "./pinning.ts";
import { readProcess, readProcessTable } from "@stackbench/host";

const linux = process.platform === "linux";

async function ask(sitting: Sitting, path = "/"): Promise<Record<string, string>> {
  const response = await fetch(`http://127.0.0.1:${sitting.target.port}${path}`);
  return (await response.json()) as Record<string, string>;
}

async function failureOf(
  driver: Driver,
  request: BringUpRequest,
): Promise<StackFailure["failure"]> {
  const error = await driver.bringUp(request).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(StackFailure);
  return (error as StackFailure).failure;
}

/** What befell a sitting's app, once it did; then the sitting is over. */
async function casualtyOf(sitting: Sitting): Promise<string> {
  await using _ = sitting;
  for (;;) {
    const casualty = await sitting.casualty();
    if (casualty) return casualty.message;
    await sleep(5);
  }
}

function children(): number[] {
  return [...readProcessTable().values()]
    .filter(({ parent }) => parent === process.pid)
    .map(({ pid }) => pid);
}

describe("refuses", () => {
  test("says what is missing here", async () => {
    await using trial = trialDriver();
    const said = (shape: object, file: object = {}): string | undefined => {
      const { stack, variant } = trialStack(file, shape);
      return trial.driver.refuses(stack, variant);
    };
    expect(said({})).toBeUndefined();
    expect(said({ proxy: "nginx" })).toBe("needs nginx in front: --driver=docker");
    expect(said({ socket: "unix" })).toContain("unix socket");
    expect(said({}, { runtime: "python" })).toContain("runs on python");
    await expect(trial.driver.bringUp(trialRequest({ proxy: "nginx" }))).rejects.toThrow(
      "needs nginx in front",
    );
    await expect(trial.driver.bringUp(trialRequest({}, { memoryLimitBytes: 1e8 }))).rejects.toThrow(
      "memory limit",
    );
  });
});

describe("bringUp", () => {
  test("an app gets its address, workers and pool, and is gone afterwards with all its workers", async () => {
    await using trial = trialDriver();
    const sitting = await trial.driver.bringUp(
      trialRequest(
        { workers: "cpus", environment: { HOST: "127.0.0.1" } },
        { services: ["upstream"] },
      ),
    );
    const answer = await ask(sitting);
    expect(answer).toMatchObject({ HOST: "127.0.0.1", WORKERS: "2" });
    expect(answer["cwd"]).toMatch(/fixtures$/);
    expect(await (await fetch(`${answer["UPSTREAM_URL"]}/wait?ms=0`)).json()).toEqual({
      waitedMs: 0,
    });
    expect(answer).not.toHaveProperty("DATABASE_URL");
    expect(sitting.services.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "upstream processes",
      "app processes",
    ]);
    expect(await sitting.casualty()).toBeUndefined();
    const pids = [Number(answer["pid"]), ...sitting.services.map(({ pid }) => pid)];
    expect(pids.filter((pid) => !readProcess(pid))).toEqual([]);

    await sitting[Symbol.asyncDispose]();
    expect(pids.filter((pid) => readProcess(pid))).toEqual([]);
    expect(trial.records()).toEqual([]);
    await sitting[Symbol.asyncDispose]();
  });

  test("one that ignores SIGTERM, and a daemon that hides from its group, are ended all the same", async () => {
    await using trial = trialDriver();
    for (const FAULT of ["stubborn", "daemon"]) {
      const before = new Set(readProcessTable().keys());
      const sitting = await trial.driver.bringUp(trialRequest({ environment: { FAULT } }));
      const ours = [...readProcessTable().values()].filter(
        ({ pid }) => !before.has(pid) && commandLine(pid).match(/app\.ts|stackbench-daemon/),
      );
      expect(ours).toHaveLength(FAULT === "daemon" && linux ? 2 : 1);
      await sitting[Symbol.asyncDispose]();
      expect(
        ours.filter(({ pid, startTime }) => readProcess(pid)?.startTime === startTime),
      ).toEqual([]);
    }
  });

  test.runIf(linux)("a daemon is named and owned, however it hides", async () => {
    await using trial = trialDriver();
    // While its command still runs it may be found ready, and later it may not: both tell the same.
    const told = await trial.driver
      .bringUp(trialRequest({ environment: { FAULT: "background" } }))
      .then(casualtyOf, (error: unknown) => (error as StackFailure).failure.message);
    const left =
      /exited with code 0 and left .*(daemon\.ts 127\.0\.0\.1 \d+).* \(pid \d+\) in the background \(expected .* foreground/;
    expect(told).toMatch(left);
    const line = left.exec(told)![1]!.replaceAll(" ", "\0");
    const pids = [...readProcessTable().keys()];
    expect(pids.filter((pid) => commandLine(pid).includes(line))).toEqual([]);
    expect(trial.records()).toEqual([]);
  });

  test("an app that SIGTERM does not end is killed, and that is told once", async () => {
    await using trial = trialDriver();
    const request = trialRequest({ environment: { FAULT: "stubborn" } });
    for (let round = 1; round <= 2; round++) {
      await using _ = await trial.driver.bringUp(request);
    }
    await using _ = await trial.driver.bringUp(trialRequest());
    expect(trial.told).toEqual([
      expect.stringMatching(
        /^trial:bare: SIGTERM did not end node .*app\.ts \(pid \d+\) within 5 s: ended by SIGKILL/,
      ),
    ]);
  });

  test("an app that may not be ended is told, and stays on record", async () => {
    await using trial = trialDriver();
    const sitting = await trial.driver.bringUp(trialRequest());
    const { pid } = sitting.services[0]!;
    try {
      using _ = refuseSignals(pid);
      await sitting[Symbol.asyncDispose]();
    } finally {
      process.kill(pid, "SIGKILL");
    }
    expect(trial.told).toEqual([
      expect.stringMatching(
        /^trial:bare: node .*app\.ts \(pid \d+\) could not be ended; as the user who started it, or as root: pnpm bench clean$/,
      ),
    ]);
    expect(trial.records()).toHaveLength(1);
  });

  test("a folder of its own that cannot be made is the machine's fault, and named", async () => {
    await using trial = trialDriver();
    const holdings = join(trial.stateDirectory, "holdings");
    writeFileSync(holdings, "");
    const error = await trial.driver.bringUp(trialRequest()).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(HostError);
    expect(String(error)).toContain(`cannot write ${holdings}: `);
  });

  test("an app that ends before it is ready: its code and last lines", async () => {
    await using trial = trialDriver();
    const failure = await failureOf(trial.driver, trialRequest({ environment: { FAULT: "exit" } }));
    expect(failure).toMatchObject({
      stage: "ready",
      message: "expected GET /healthz to answer 200; the app exited with code 3",
    });
    expect(failure.logLines.toSorted()).toEqual(["a line to stdout", "no configuration found"]);
    expect(trial.records()).toEqual([]);
  });

  test("an app that is never ready: what was seen last", async () => {
    await using trial = trialDriver();
    const late = { readyTimeoutMs: 1500 };
    const silent = await failureOf(
      trial.driver,
      trialRequest({ environment: { FAULT: "never-listens" } }, late),
    );
    expect(silent.message).toBe(
      "expected GET /healthz to answer 200 within 1.5 s, got last: connection refused",
    );
    const refusing = await failureOf(
      trial.driver,
      // Long enough for it to listen, however busy the machine is.
      trialRequest({ environment: { FAULT: "never-ready" } }, { readyTimeoutMs: 5000 }),
    );
    expect(refusing.message).toContain("got last: status 503");
    expect(children().filter((pid) => commandLine(pid).includes("app.ts"))).toEqual([]);
  });

  test("an app that ends well at once: what was expected of it", async () => {
    await using trial = trialDriver();
    const request = trialRequest({ command: ["node", "--version"] });
    expect((await failureOf(trial.driver, request)).message).toMatch(
      /^expected GET \/healthz to answer 200; the app exited with code 0: .* in the foreground/,
    );
  });

  test.runIf(linux).each([
    ["other-port", /got: connection refused; the app listens on \d+, not on \$PORT \(\d+\)$/],
    ["ipv6", /listens on \[::1\]:(\d+), not on \$HOST:\$PORT \(127\.0\.0\.1:\1\)$/],
    ["ipv6-alone", /listens on \[::\]:(\d+), not on \$HOST:\$PORT \(127\.0\.0\.1:\1\)$/],
    ["unix", /listens on the unix socket @stackbench-trial-\d+, not on \$PORT \(\d+\)$/],
  ])(
    "an app that listens elsewhere (%s) is told so long before its time is over",
    async (FAULT, told) => {
      await using trial = trialDriver();
      // What others serve here at the same time is not the app's.
      await using _ = await trial.driver.bringUp(trialRequest({}, { services: ["upstream"] }));
      const { stage, message } = await failureOf(
        trial.driver,
        trialRequest({ environment: { FAULT } }, { readyTimeoutMs: 600_000 }),
      );
      expect(stage).toBe("ready");
      expect(message).toMatch(told);
    },
  );

  test("a command that does not exist", async () => {
    await using trial = trialDriver();
    const { stage, message } = await failureOf(
      trial.driver,
      trialRequest({ command: ["no-such-server"] }),
    );
    expect(stage).toBe("bring-up");
    expect(message).toBe(
      "expected the command no-such-server in the stack's node_modules/.bin or on PATH, found none",
    );
  });

  test("abort ends the waiting with the signal's reason, and leaves nothing", async () => {
    await using trial = trialDriver();
    const controller = new AbortController();
    const coming = trial.driver.bringUp(
      trialRequest({ environment: { FAULT: "never-listens" } }, { signal: controller.signal }),
    );
    while (trial.records().length === 0) await sleep(5);
    controller.abort(new Error("enough"));
    await expect(coming).rejects.toThrow("enough");
    expect(trial.records()).toEqual([]);
    expect(children().filter((pid) => commandLine(pid).includes("app.ts"))).toEqual([]);
  });

  test("an app that dies later is a casualty with its log", async () => {
    await using trial = trialDriver();
    await using sitting = await trial.driver.bringUp(trialRequest());
    await fetch(`http://127.0.0.1:${sitting.target.port}/crash`).catch(() => {});
    // Gone from the process table is not yet told to its parent.
    let casualty = await sitting.casualty();
    for (; !casualty; casualty = await sitting.casualty()) await sleep(5);
    expect(casualty).toEqual({ service: "app", message: "exited with code 9" });
  });
});

describe("endApp", () => {
  const faultOf = async (FAULT: string): Promise<string | undefined> => {
    await using trial = trialDriver();
    await using sitting = await trial.driver.bringUp(
      trialRequest({ workers: 1, environment: { FAULT } }),
    );
    const fault = await sitting.endApp!();
    await sitting[Symbol.asyncDispose]();
    // Whoever asked has been told: nothing is said twice.
    expect(trial.told).toEqual([]);
    return fault;
  };

  test("SIGTERM ends a server without a word", async () => {
    expect(await faultOf("")).toBeUndefined();
  });

  test("what does not end, what stays and what ends badly is told", async () => {
    expect(await faultOf("stubborn")).toBe("SIGTERM did not end it within 5 s");
    expect(await faultOf("stubborn-child")).toMatch(
      /^SIGTERM ended its first process \(killed by SIGTERM\), and after 5 s this was left: node -e .*\(pid \d+\)$/,
    );
    expect(await faultOf("crash-at-end")).toBe(
      "expected it to end on SIGTERM with code 0, but it exited with code 5",
    );
  });
});

describe("launch", () => {
  test("a program of the harness: arguments, lines in and out, how it ended", async () => {
    await using trial = trialDriver();
    await using sitting = await trial.driver.bringUp(trialRequest());
    const launched = await sitting.launch({
      entry: { agent: "generator" },
      arguments: ["a", "b c"],
    });
    launched.write("ä");
    launched.write("two");
    launched.endInput();
    expect(await Array.fromAsync(launched.lines)).toEqual(['["a","b c"]', "echo ä", "echo two"]);
    expect(await launched.exited).toEqual({ code: 4, signal: null, stderrTail: "the last words" });
    expect(await sitting.logs("load", 5)).toEqual(["the last words"]);
    launched.kill("SIGKILL");
  });

  test("one that still runs can be killed, and else goes with the sitting", async () => {
    await using trial = trialDriver();
    const sitting = await trial.driver.bringUp(trialRequest());
    const killed = await sitting.launch({ entry: { agent: "generator" }, arguments: [] });
    killed.kill("SIGTERM");
    expect(await killed.exited).toMatchObject({ signal: "SIGTERM" });
    const left = await sitting.launch({ entry: { agent: "generator" }, arguments: [] });
    await sitting[Symbol.asyncDispose]();
    expect(await left.exited).toMatchObject({ code: null });
    expect(readProcess(left.pid!)).toBeUndefined();
  });

  test("a program that is not installed: which, and how to get it", async () => {
    await using trial = trialDriver();
    await using sitting = await trial.driver.bringUp(trialRequest());
    await expect(
      sitting.launch({ entry: { command: "no-such-generator" }, arguments: [] }),
    ).rejects.toThrow(/no-such-generator is not installed.*apt-get install no-such-generator/);
  });
});

describe.runIf(linux && findPinningTools().prlimit)("limits and pinning", () => {
  const knobs: Knob[] = [
    { name: "nofile.soft", scope: "container", value: "512" },
    { name: "nofile.hard", scope: "container", value: "600" },
    { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
    { name: "net.no.such", scope: "network-namespace", value: "1" },
  ];

  test("nofile can be had, sysctls cannot; a read-back shows what the app has", async () => {
    await using trial = trialDriver();
    const offers = await trial.driver.offer(knobs);
    expect(offers.map(({ can }) => can)).toEqual(["set", "set", "not-set", "not-set"]);
    expect(offers[2]).toMatchObject({
      reason: "not set: local processes share the host's network namespace",
    });
    await using sitting = await trial.driver.bringUp(
      trialRequest({}, { knobs: knobs.slice(0, 2) }),
    );
    const found = await sitting.readBack(knobs);
    // Node raises its soft limit to the hard one when it starts.
    expect(found).toMatchObject({
      "nofile.soft": "600",
      "nofile.hard": "600",
      "net.no.such": null,
    });
    expect(found["net.core.somaxconn"]).toMatch(/^\d+$/);
  });

  test("a limit beyond the kernel's own is offered up to what can be had", async () => {
    await using trial = trialDriver();
    const [offer] = await trial.driver.offer([
      { name: "nofile.soft", scope: "container", value: "9000000000" },
    ]);
    expect(offer).toMatchObject({ can: "set-up-to", limit: expect.stringMatching(/^\d+$/) });
  });

  test("the app runs on the server's CPUs, a program on the generator's", async () => {
    await using trial = trialDriver();
    const last = Number(/\d+$/.exec(allowed(process.pid))![0]);
    const first = Number(/^\d+/.exec(allowed(process.pid))![0]);
    const cpus = { server: [last], load: [first], database: [first] };
    await using sitting = await trial.driver.bringUp(trialRequest({}, { cpus }));
    expect(allowed(sitting.services[0]!.pid)).toBe(`${last}`);
    const launched = await sitting.launch({ entry: { agent: "generator" }, arguments: [] });
    for await (const _ of launched.lines) break;
    expect(allowed(launched.pid!)).toBe(`${first}`);
  });
});

function allowed(pid: number): string {
  return /^Cpus_allowed_list:\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]!;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
