import { describe, expect, it } from "vitest";
import { formatOwner, lifeOf, ownerOf, parseOwner, thisHost, type HostView } from "./owner.ts";

const host: HostView = {
  bootId: "boot-1",
  hostHash: "abc",
  startTicks: (pid) => (pid === 100 ? "5000" : undefined),
};
const owner = { pid: 100, startTicks: "5000", bootId: "boot-1", hostHash: "abc" };

describe("an owner", () => {
  it("survives being written as a label", () => {
    expect(parseOwner(formatOwner(owner))).toEqual(owner);
    expect(parseOwner("100/5000")).toBeUndefined();
    expect(parseOwner("")).toBeUndefined();
  });

  it("is alive while its process is the one that started then", () => {
    expect(lifeOf(owner, host)).toBe("alive");
    expect(lifeOf({ ...owner, pid: 101 }, host)).toBe("dead");
  });

  it("is dead when another process has its number, or after a boot", () => {
    expect(lifeOf({ ...owner, startTicks: "4999" }, host)).toBe("dead");
    expect(lifeOf({ ...owner, bootId: "boot-0" }, host)).toBe("dead");
  });

  it("cannot be judged from another host", () => {
    expect(lifeOf({ ...owner, hostHash: "def" }, host)).toBe("unknown");
  });

  it("is found for a real process", () => {
    const here = thisHost();
    const self = ownerOf(process.pid, here);
    expect(Number(self.startTicks)).toBeGreaterThan(0);
    expect(lifeOf(self, thisHost())).toBe("alive");
  });
});
