import type { Host, ProcessIdentity } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import type Docker from "dockerode";
import { describe, expect, it, onTestFinished } from "vitest";
import { labelsFor } from "./labels.ts";
import { patience } from "./patience.ts";
import { sweep, whyRemove } from "./sweep.ts";

const host: Host = {
  bootId: "boot-1",
  pidNamespace: "pid:[1]",
  machine: "abc",
  startTime: (pid) => (pid === 100 || pid === 200 ? "5000" : undefined),
};
const alive: ProcessIdentity = {
  pid: 100,
  startTime: "5000",
  bootId: "boot-1",
  pidNamespace: "pid:[1]",
  machine: "abc",
};
const labelsOf = (owner: ProcessIdentity): Record<string, string> =>
  labelsFor({ runId: "r", sittingId: "s", owner }, "app");

describe("whyRemove", () => {
  it("removes what a dead owner left, naming it", () => {
    expect(whyRemove(labelsOf({ ...alive, pid: 300 }), host, undefined)).toBe("owner 300 is dead");
  });

  it("leaves the living, the unknown and the unreadable alone", () => {
    expect(whyRemove(labelsOf(alive), host, undefined)).toBeUndefined();
    expect(whyRemove(labelsOf({ ...alive, machine: "def" }), host, undefined)).toBeUndefined();
    expect(whyRemove({ "stackbench.owner": "?" }, host, undefined)).toBeUndefined();
  });

  it("removes our own only when asked, and nobody else's with it", () => {
    expect(whyRemove(labelsOf(alive), host, alive)).toBe("our own");
    expect(whyRemove(labelsOf({ ...alive, pid: 200 }), host, alive)).toBeUndefined();
  });
});

interface Refusal {
  /** Absent: no answer comes. */
  statusCode?: number;
  message: string;
}

/** An engine with what a dead owner left of run r. It answers each removal of a thing in turn as given, then it removes it. */
function engineWith(
  left: { containers: string[]; volumes: string[] },
  refusals: Record<string, Refusal[]>,
): Docker {
  const Labels = labelsOf({ ...alive, pid: 300 });
  const thing = (name: string) => ({
    remove: async () => {
      const refusal = refusals[name]?.shift();
      if (refusal) throw Object.assign(new Error(refusal.message), refusal);
    },
  });
  return {
    modem: {},
    listServices: async () => [],
    listContainers: async () =>
      left.containers.map((name) => ({ Id: name, Names: [`/${name}`], Labels })),
    listVolumes: async () => ({ Volumes: left.volumes.map((Name) => ({ Name, Labels })) }),
    listNetworks: async () => [],
    getContainer: thing,
    getVolume: thing,
  } as unknown as Docker;
}

const inUse = { statusCode: 409, message: "remove v: volume is in use - [a]" };

describe("sweep", () => {
  it("leaves what somebody else removes to them, and waits for the volume that it holds", async () => {
    const going = {
      statusCode: 409,
      message: "removal of container a is already in progress",
    };
    const engine = engineWith(
      { containers: ["a", "b"], volumes: ["v"] },
      { a: [going], v: [inUse, inUse] },
    );
    expect(await sweep(engine, host)).toEqual([
      "container b of run r (owner 300 is dead)",
      "volume v of run r (owner 300 is dead)",
    ]);
  });

  it("tells what cannot be removed, and removes the rest", async () => {
    const { leaveMs } = patience;
    patience.leaveMs = 0;
    onTestFinished(() => {
      patience.leaveMs = leaveMs;
    });
    const broken = { statusCode: 500, message: "driver failed to remove root filesystem" };
    const engine = engineWith(
      { containers: ["a", "b"], volumes: ["v"] },
      { a: [broken], v: Array.from({ length: 9 }, () => inUse) },
    );
    expect((await sweep(engine, host)).toSorted()).toEqual([
      "container a of run r could not be removed: driver failed to remove root filesystem",
      "container b of run r (owner 300 is dead)",
      "volume v of run r could not be removed: remove v: volume is in use - [a]",
    ]);
  });

  it("goes no further with an engine that is silent", async () => {
    const engine = engineWith(
      { containers: ["a"], volumes: [] },
      { a: [{ message: "socket hang up" }] },
    );
    await expect(sweep(engine, host)).rejects.toBeInstanceOf(HostError);
  });
});
