import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serviceEnding } from "./end-members.ts";
import { refuseSignals } from "./fixtures/refuse-signals.ts";
import { freePort, identify, readProcess } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { findPinningTools } from "./pinning.ts";
import { sweepHoldings } from "./sweep.ts";

let stateDirectory: string;
beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), "stackbench-state-"));
});
afterEach(() => rmSync(stateDirectory, { recursive: true }));

const records = (): string[] => readdirSync(join(stateDirectory, "holdings"));

/** An orchestrator of its own, that holds a process and a directory. */
async function startOwner(...command: string[]) {
  const held = mkdtempSync(join(tmpdir(), "stackbench-held-"));
  const owner = spawn(
    process.execPath,
    [join(import.meta.dirname, "fixtures/owner.ts"), stateDirectory, held, ...command],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  return { owner, held, servicePid: Number(line.toString()) };
}

test("what an owner left that was killed is ended and removed, and told; then there is nothing more", async () => {
  const { owner, held, servicePid } = await startOwner();
  owner.kill("SIGKILL");
  await once(owner, "exit");
  expect(readProcess(servicePid)).toBeDefined();

  expect(await sweepHoldings(stateDirectory)).toEqual({
    removed: [`1 process of sitting r1/x:y of run z (owner ${owner.pid} is dead)`],
  });
  expect(readProcess(servicePid)).toBeUndefined();
  expect(existsSync(held)).toBe(false);
  expect(records()).toEqual([]);
  expect(await sweepHoldings(stateDirectory)).toEqual({ removed: [] });
});

test("what an older version left, whose records name no machine, is ended as well", async () => {
  const { owner } = await startOwner();
  owner.kill("SIGKILL");
  await once(owner, "exit");
  const [name] = records();
  const path = join(stateDirectory, "holdings", name!);
  const record = JSON.parse(readFileSync(path, "utf8")) as { owner: { machine?: string } };
  delete record.owner.machine;
  writeFileSync(path, JSON.stringify(record));
  expect((await sweepHoldings(stateDirectory)).removed).toHaveLength(1);
});

test.runIf(process.platform === "linux" && findPinningTools().prlimit)(
  "what has hidden from its owner in the background is found all the same",
  async () => {
    const port = await freePort();
    const daemon = join(import.meta.dirname, "fixtures/daemon.ts");
    const { owner } = await startOwner(daemon, "127.0.0.1", `${port}`);
    const pid = Number(
      await vi.waitFor(async () => (await fetch(`http://127.0.0.1:${port}`)).text(), 20_000),
    );
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(readProcess(pid)?.parent).not.toBe(owner.pid);
    const { removed } = await sweepHoldings(stateDirectory);
    expect(removed).toEqual([expect.stringMatching(/^1 process of sitting/)]);
    expect(readProcess(pid)).toBeUndefined();
  },
);

test("what belongs to a living owner is left alone; one that exits takes it along itself", async () => {
  const { owner, held, servicePid } = await startOwner();
  expect(await sweepHoldings(stateDirectory)).toEqual({ removed: [] });
  expect(readProcess(servicePid)).toBeDefined();
  expect(existsSync(held)).toBe(true);
  // The fixture calls process.exit() on SIGTERM, as a second Ctrl-C makes the orchestrator do.
  owner.kill("SIGTERM");
  await once(owner, "exit");
  // Killed with it; the kernel takes a moment.
  await vi.waitUntil(() => readProcess(servicePid) === undefined);
  expect(existsSync(held)).toBe(false);
  expect(records()).toEqual([]);
});

test("what may not be ended is told and stays on record, until somebody may", async () => {
  const { owner, held, servicePid } = await startOwner();
  owner.kill("SIGKILL");
  await once(owner, "exit");
  {
    using _ = refuseSignals(servicePid);
    const { removed } = await sweepHoldings(stateDirectory);
    expect(removed).toHaveLength(1);
    expect(removed[0]).toMatch(/^sitting r1\/x:y of run z \(owner \d+ is dead\): /);
    expect(removed[0]).toContain(`(pid ${servicePid}) could not be ended; as the user who started`);
  }
  expect(existsSync(held)).toBe(true);
  expect(records()).toHaveLength(1);

  expect(await sweepHoldings(stateDirectory)).toEqual({
    removed: [`1 process of sitting r1/x:y of run z (owner ${owner.pid} is dead)`],
  });
  expect(existsSync(held)).toBe(false);
  expect(records()).toEqual([]);
});

test("a process that got a dead one's pid is not touched, nor a directory of a foreign name", async () => {
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    detached: true,
  });
  try {
    await once(bystander, "spawn");
    const foreign = join(stateDirectory, "precious");
    mkdirSync(foreign);
    mkdirSync(join(stateDirectory, "holdings"));
    const owner = { ...identify(process.pid)!, startTime: "0" };
    const record = {
      token: "b6f1d4fe-0000-4000-8000-000000000000",
      label: "a sitting",
      owner,
      leaders: [{ pid: bystander.pid!, startTime: "0" }],
      directories: [foreign],
      ending: serviceEnding,
    };
    writeFileSync(join(stateDirectory, "holdings", "one.json"), JSON.stringify(record));
    const report = await sweepHoldings(stateDirectory);
    expect(report.removed).toEqual([`0 processes of a sitting (owner ${process.pid} is dead)`]);
    expect(readProcess(bystander.pid!)).toBeDefined();
    expect(existsSync(foreign)).toBe(true);
  } finally {
    bystander.kill("SIGKILL");
  }
});

test.runIf(process.platform === "linux")(
  "an owner in another pid namespace may well live: left alone",
  async () => {
    mkdirSync(join(stateDirectory, "holdings"));
    const path = join(stateDirectory, "holdings", "one.json");
    const owner = { ...identify(process.pid)!, startTime: "0", pidNamespace: "pid:[1]" };
    const record = {
      token: "t",
      label: "a sitting",
      owner,
      leaders: [],
      directories: [],
      ending: serviceEnding,
    };
    writeFileSync(path, JSON.stringify(record));
    expect(await sweepHoldings(stateDirectory)).toEqual({ removed: [] });
    expect(readFileSync(path, "utf8")).toContain("a sitting");
  },
);

test("a record that cannot be removed is the machine's fault, and named", async () => {
  const record = join(stateDirectory, "holdings", "one.json");
  // No file: that is refused to root, too.
  mkdirSync(record, { recursive: true });
  const error = await sweepHoldings(stateDirectory).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(HostError);
  expect(String(error)).toContain(`cannot write ${record}: `);
});

test("a record that cannot be read is removed and told", async () => {
  mkdirSync(join(stateDirectory, "holdings"));
  writeFileSync(join(stateDirectory, "holdings", "one.json"), "{");
  expect(await sweepHoldings(stateDirectory)).toEqual({ removed: ["unreadable record one.json"] });
  expect(records()).toEqual([]);
});
