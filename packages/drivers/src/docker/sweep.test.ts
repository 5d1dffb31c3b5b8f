import type { Host, ProcessIdentity } from "@stackbench/host";
import { describe, expect, it } from "vitest";
import { labelsFor } from "./labels.ts";
import { whyRemove } from "./sweep.ts";

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
