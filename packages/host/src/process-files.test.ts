import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { readCommandLine, readProcessName } from "./command-line.ts";
import { hasInEnvironment } from "./environment.ts";
import { parseLimit, readLimit } from "./limits.ts";
import {
  readMemoryPeakBytes,
  readProportionalBytes,
  readResidentMemory,
} from "./process-memory.ts";
import { readSysctl } from "./sysctl.ts";
import { fixtureTree } from "./testing/index.ts";

const linux = process.platform === "linux";

test.runIf(linux)("a process's words, name, environment and limits", async () => {
  const environment = { PATH: process.env["PATH"], TOKEN: "abc", OLD_TOKEN: "de" };
  const child = spawn("sh", ["-c", "ulimit -S -n 77; echo; read _", "größer"], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  const pid = child.pid!;
  expect(readCommandLine(pid)).toBe("sh\0-c\0ulimit -S -n 77; echo; read _\0größer\0");
  expect(readProcessName(pid)).toBe("sh");
  expect(hasInEnvironment(pid, "TOKEN", "abc")).toBe(true);
  // Neither a part of the value nor a part of the name.
  expect(hasInEnvironment(pid, "TOKEN", "ab")).toBe(false);
  expect(hasInEnvironment(pid, "TOKEN", "de")).toBe(false);
  expect(readLimit(pid, "Max open files")?.soft).toBe("77");
  child.stdin.end();
  await once(child, "exit");
  expect([readCommandLine(pid), readProcessName(pid)]).toEqual(["", ""]);
  expect(hasInEnvironment(pid, "TOKEN", "abc")).toBe(false);
  expect(readLimit(pid, "Max open files")).toBeUndefined();
});

test("a limit among those whose names begin alike", () => {
  const text = `Limit                     Soft Limit           Hard Limit           Units
Max realtime priority     0                    1                    
Max realtime timeout      1125899906842624     unlimited            us        
`;
  expect(parseLimit(text, "Max realtime timeout")).toEqual({
    soft: "1125899906842624",
    hard: "unlimited",
  });

  expect(parseLimit(text, "Max open files")).toBeUndefined();
});

test("memory of a process, and of one that awaits its parent", () => {
  using tree = fixtureTree({
    "proc/77/statm": "500 100 40 1 0 1 0\n",
    "proc/77/status": "VmPeak:\t  900 kB\nVmHWM:\t     600 kB\n",
    "proc/77/smaps_rollup": "Rss:    400 kB\nPss:                  250 kB\nPss_Dirty: 1 kB\n",
    "proc/78/statm": "0 0 0 0 0 0 0\n",
    "proc/79/statm": "500 100 40 1 0 1 0\n",
  });
  const resident = readResidentMemory(77, tree.root)!;
  expect(resident.residentBytes / resident.sharedBytes).toBe(2.5);
  expect(readMemoryPeakBytes(77, tree.root)).toBe(600 * 1024);
  expect(readProportionalBytes(77, tree.root)).toBe(250 * 1024);
  expect([readResidentMemory(78, tree.root), readProportionalBytes(78, tree.root)]).toEqual([
    undefined,
    "ended",
  ]);
  // Somebody else's: its map may not be looked at.
  expect(readProportionalBytes(79, tree.root)).toBe("unreadable");
});

test("a sysctl of several numbers is folded", () => {
  using tree = fixtureTree({ "proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n" });
  expect(readSysctl("net.ipv4.ip_local_port_range", tree.root)).toBe("32768 60999");
  expect(readSysctl("net.ipv4.none", tree.root)).toBeUndefined();
});
