import { execFile } from "node:child_process";
import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { thisHost } from "@stackbench/host";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KnobOffer } from "@stackbench/model";
import { whyKnob } from "./profiles.ts";
import { createTuner } from "./tuner.ts";

const queueName = "net.core.netdev_max_backlog";
let directory: string;
let procRoot: string;
let stateDirectory: string;

function place(path: string, text: string): void {
  mkdirSync(dirname(join(procRoot, path)), { recursive: true });
  writeFileSync(join(procRoot, path), text);
}

function queue(): string {
  return readFileSync(join(procRoot, "sys/net/core/netdev_max_backlog"), "utf8").trim();
}

/** A process as /proc shows it; its name is chosen to confuse a careless reader. */
function placeProcess(pid: number, startTicks: number, state = "S"): void {
  place(
    `${pid}/stat`,
    `${pid} (a) b) ${state} 1 1 1 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 ${startTicks} 0 0`,
  );
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stackbench-tuning-"));
  procRoot = join(directory, "proc");
  stateDirectory = join(directory, "state");
  place("sys/kernel/random/boot_id", "boot-one\n");
  place("sys/net/core/netdev_max_backlog", "1000\n");
  placeProcess(process.pid, 100);
});
afterEach(() => rmSync(directory, { recursive: true }));

const tuner = () => createTuner({ stateDirectory, fileSystemRoot: directory });
const record = () => join(stateDirectory, "host-tuning.json");

describe("profiles", () => {
  test("none asks for nothing, and every knob of throughput has its reason", () => {
    expect(tuner().knobs("none")).toEqual([]);
    const knobs = tuner().knobs("throughput");
    expect(knobs).toContainEqual({
      name: "net.core.somaxconn",
      scope: "network-namespace",
      value: "8191",
    });
    expect(knobs.filter(({ name }) => !whyKnob(name))).toEqual([]);
  });
});

describe("fit", () => {
  test("takes what is offered, lowered to the limit, and leaves the rest", () => {
    const knobs = tuner().knobs("throughput");
    const offers: KnobOffer[] = [
      { name: "net.core.somaxconn", can: "set", current: "4096" },
      {
        name: "nofile.soft",
        can: "set-up-to",
        limit: "20000",
        current: "1024",
        reason: "hard limit",
      },
      {
        name: "nofile.hard",
        can: "set-up-to",
        limit: "200000",
        current: "1024",
        reason: "hard limit",
      },
      { name: "net.ipv4.tcp_tw_reuse", can: "not-set", reason: "not namespaced" },
      { name: queueName, can: "set", current: "1000" },
    ];
    expect(
      tuner()
        .fit(knobs, offers)
        .map(({ name, value }) => `${name}=${value}`),
    ).toEqual(["net.core.somaxconn=8191", "nofile.soft=20000", "nofile.hard=131072"]);
  });
});

describe("tuneHost", () => {
  test("sets host knobs with the old value on disk, and puts it back", async () => {
    const tuning = await tuner().tuneHost("throughput");
    expect(queue()).toBe("8192");
    expect(JSON.parse(readFileSync(record(), "utf8"))).toMatchObject({
      owner: { pid: process.pid, startTime: "100", bootId: "boot-one" },
      changes: [{ name: queueName, before: "1000", set: "8192" }],
    });
    await tuning[Symbol.asyncDispose]();
    expect(queue()).toBe("1000");
    expect(() => readFileSync(record())).toThrow("ENOENT");
  });

  test("touches nothing for a profile without host knobs", async () => {
    await using _tuning = await tuner().tuneHost("none");
    expect(queue()).toBe("1000");
  });

  test("a knob that this kernel does not have is a reason in the ledger", async () => {
    rmSync(join(procRoot, "sys/net/core/netdev_max_backlog"));
    const here = tuner();
    await using _tuning = await here.tuneHost("throughput");
    const entries = here.ledger("throughput", [], {}).entries;
    expect(entries.find(({ name }) => name === queueName)).toMatchObject({
      applied: false,
      effective: null,
      reason: "this kernel does not have it, or it cannot be read",
    });
  });

  test("without it the ledger says that the host was left alone", () => {
    const entries = tuner().ledger("throughput", [], { [queueName]: "1000" }).entries;
    expect(entries.find(({ name }) => name === queueName)).toMatchObject({
      effective: "1000",
      reason: "it is the whole host's, and was left alone without --tune-host",
    });
  });

  test("refuses while another living run has tuned the host", async () => {
    placeProcess(4711, 55);
    leaveRecord("55", "boot-one");
    await expect(tuner().tuneHost("throughput")).rejects.toThrow(
      "tuned by process 4711, which still runs",
    );
  });
});

describe("restoreHost", () => {
  test("has nothing to say where nothing was changed", async () => {
    expect(await tuner().restoreHost()).toEqual([]);
  });

  test("restores after a crash, also where the pid was given to another process", async () => {
    placeProcess(4711, 99);
    leaveRecord("55", "boot-one");
    expect(await tuner().restoreHost()).toEqual([`${queueName} restored to 1000`]);
    expect(queue()).toBe("1000");
    expect(await tuner().restoreHost()).toEqual([]);
  });

  test("leaves a living owner's values alone", async () => {
    placeProcess(4711, 55);
    leaveRecord("55", "boot-one");
    expect(await tuner().restoreHost()).toEqual([]);
    expect(queue()).toBe("8192");
  });

  test("leaves those of an owner alone that cannot be seen from here, and says how to go on", async () => {
    leaveRecord("55", "boot-one", { pidNamespace: "pid:[1]" });
    expect(await tuner().restoreHost()).toEqual([]);
    await expect(tuner().tuneHost("throughput")).rejects.toThrow(
      /another container.*sysctl -w net\.core\.netdev_max_backlog=1000\) and remove .*host-tuning\.json/,
    );
    expect(queue()).toBe("8192");
  });

  test("puts back what an older version left, which named its owner otherwise", async () => {
    leaveRecord("55", "boot-one");
    const left = JSON.parse(readFileSync(record(), "utf8")) as object;
    const owner = { pid: 4711, startTicks: "55", bootId: "boot-one" };
    writeFileSync(record(), JSON.stringify({ ...left, owner }));
    expect(await tuner().restoreHost()).toEqual([`${queueName} restored to 1000`]);
  });

  test("takes an unreaped owner for dead", async () => {
    placeProcess(4711, 55, "Z");
    leaveRecord("55", "boot-one");
    expect(await tuner().restoreHost()).toEqual([`${queueName} restored to 1000`]);
  });

  test("writes nothing after a reboot", async () => {
    leaveRecord("55", "boot-zero");
    expect((await tuner().restoreHost())[0]).toContain("started anew");
    expect(queue()).toBe("8192");
    expect(await tuner().restoreHost()).toEqual([]);
  });

  test("leaves a value alone that somebody else has set since", async () => {
    leaveRecord("55", "boot-one");
    place("sys/net/core/netdev_max_backlog", "5000\n");
    expect((await tuner().restoreHost())[0]).toContain(
      "is 5000, neither what was set nor what it was",
    );
    expect(queue()).toBe("5000");
  });

  test("of several that start at once one restores, and what a dead one was at is taken up", async () => {
    leaveRecord("55", "boot-one");
    const script = `
      import { mkdirSync, writeFileSync } from "node:fs";
      import { createTuner } from ${JSON.stringify(join(import.meta.dirname, "tuner.ts"))};
      const [stateDirectory, fileSystemRoot] = process.argv.slice(1);
      const procRoot = fileSystemRoot + "/proc";
      mkdirSync(procRoot + "/" + process.pid);
      const fields = Array.from({ length: 18 }, () => "0").join(" ");
      writeFileSync(procRoot + "/" + process.pid + "/stat", process.pid + " (x) S " + fields + " 7 0");
      console.log(JSON.stringify(await createTuner({ stateDirectory, fileSystemRoot }).restoreHost()));`;
    const start = async (): Promise<string[]> => {
      const given = ["--input-type=module", "--eval", script, stateDirectory, directory];
      const { stdout } = await promisify(execFile)(process.execPath, given);
      return JSON.parse(stdout) as string[];
    };
    const told = await Promise.all([start(), start(), start(), start()]);
    expect(told.flat()).toEqual([`${queueName} restored to 1000`]);
    expect(readdirSync(stateDirectory)).toEqual([]);

    leaveRecord("55", "boot-one");
    placeProcess(4712, 56);
    renameSync(record(), `${record()}.restored-by-4712-56`);
    expect(await tuner().restoreHost()).toEqual([]);
    placeProcess(4712, 56, "Z");
    expect(await tuner().restoreHost()).toEqual([`${queueName} restored to 1000`]);
    expect(readdirSync(stateDirectory)).toEqual([]);
  });

  test("does nothing, and tunes nothing, where this user has no place for old values", async () => {
    const poor = createTuner({ stateDirectory: undefined, fileSystemRoot: directory });
    expect(await poor.restoreHost()).toEqual([]);
    await using _tuning = await poor.tuneHost("throughput");
    expect(queue()).toBe("1000");
    const entries = poor.ledger("throughput", [], {}).entries;
    expect(entries.find(({ name }) => name === queueName)!.reason).toMatch(/^only root may set it/);
  });

  test("a torn record is removed and told", async () => {
    mkdirSync(stateDirectory, { recursive: true });
    writeFileSync(record(), '{"owner":');
    expect((await tuner().restoreHost())[0]).toContain("held no record");
    expect(await tuner().restoreHost()).toEqual([]);
  });
});

function leaveRecord(startTime: string, bootId: string, elsewhere: object = {}): void {
  mkdirSync(stateDirectory, { recursive: true });
  place("sys/net/core/netdev_max_backlog", "8192\n");
  const { pidNamespace, machine } = thisHost(directory);
  const owner = { pid: 4711, startTime, bootId, pidNamespace, machine, ...elsewhere };
  writeFileSync(
    record(),
    JSON.stringify({ owner, changes: [{ name: queueName, before: "1000", set: "8192" }] }),
  );
}
