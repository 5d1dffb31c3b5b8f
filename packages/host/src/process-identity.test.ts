import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  formatIdentity,
  identify,
  isSameProcess,
  lifeOf,
  ownIdentity,
  parseIdentity,
} from "./process-identity.ts";
import type { Host } from "./this-host.ts";

const host: Host = {
  bootId: "boot-1",
  pidNamespace: "pid:[1]",
  machine: "abc",
  startTime: (pid) => ({ 100: "5000", 200: null })[pid],
};
const one = identify(100, host)!;

test("survives being written in one word, blanks and slashes included", () => {
  const odd = { ...one, startTime: "Sat Nov 21 05:24:01 2026", pidNamespace: null, bootId: null };
  for (const identity of [one, odd]) {
    expect(formatIdentity(identity)).toMatch(/^\S+$/);
    expect(parseIdentity(formatIdentity(identity))).toEqual(identity);
  }
});

test.each(["", "100/5000", "100/5000/boot/host", "x/5000/b/n/m", "0/5000/b/n/m", "1/%/b/n/m"])(
  "%j is nobody's identity",
  (text) => expect(parseIdentity(text)).toBeUndefined(),
);

test("is alive while its process is the one that started then", () => {
  expect(lifeOf(one, host)).toBe("alive");
  expect(lifeOf({ ...one, pid: 101 }, host)).toBe("dead");
  expect(lifeOf({ ...one, startTime: "4999" }, host)).toBe("dead");
});

test("is dead after a boot, whatever pid namespace it had", () => {
  expect(lifeOf({ ...one, bootId: "boot-0" }, host)).toBe("dead");
  expect(lifeOf({ ...one, bootId: "boot-0", pidNamespace: "pid:[2]" }, host)).toBe("dead");
});

test("cannot be judged from another machine or namespace, nor where it may not be looked at", () => {
  expect(lifeOf({ ...one, machine: "def" }, host)).toBe("unknown");
  expect(lifeOf({ ...one, machine: "def", bootId: "boot-0" }, host)).toBe("unknown");
  expect(lifeOf({ ...one, pidNamespace: "pid:[2]" }, host)).toBe("unknown");
  expect(lifeOf({ ...one, pid: 200 }, host)).toBe("unknown");
});

test("nobody has the identity of what does not run", () => {
  expect(identify(101, host)).toBeUndefined();
  expect(identify(200, host)).toBeUndefined();
});

test("a real process is alive, and no other", () => {
  expect(lifeOf(ownIdentity())).toBe("alive");
  expect(isSameProcess(ownIdentity(), identify(process.pid)!)).toBe(true);
  expect(isSameProcess(ownIdentity(), identify(process.ppid)!)).toBe(false);
});

test.runIf(process.platform === "linux")("a zombie is dead", async () => {
  // The shell becomes a program that never asks after its child.
  const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [said] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(said);
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await pause(5);
    expect(identify(pid)).toBeUndefined();
    expect(lifeOf({ ...ownIdentity(), pid })).toBe("dead");
  } finally {
    parent.kill("SIGKILL");
  }
});
