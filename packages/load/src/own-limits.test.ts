import { spawnSync } from "node:child_process";
import type { Launcher } from "@stackbench/model";
import { expect, test } from "vitest";
import { loadAgents } from "./generators.ts";
import { createGenerator } from "./generators.ts";
import { describeOwnLimit, readOwnLimits, refusesBeyondLimits } from "./own-limits.ts";
import { loadSpec } from "./testing/load-spec.ts";
import { localLauncher } from "./testing/local-launcher.ts";
import { measureWhole } from "./testing/measure.ts";

const limits = { openFiles: 128, ports: { from: 60_000, to: 60_199 } };

test("the limits of this process are those that the system gives it", () => {
  const { openFiles, ports } = readOwnLimits();
  const { stdout } = spawnSync(
    "sh",
    ["-c", "ulimit -Hn; cat /proc/sys/net/ipv4/ip_local_port_range"],
    {
      encoding: "utf8",
    },
  );
  expect([openFiles, ports?.from, ports?.to]).toEqual(stdout.trim().split(/\s+/).map(Number));
});

test("more connections than files or ports are refused, with the limit", () => {
  const refused = (connections: number, of = limits) =>
    refusesBeyondLimits(loadSpec({ connections }), of);
  expect(refused(64)).toBeUndefined();
  expect(refused(200)).toContain("a process may open 128 files here, which leaves room for 72;");
  expect(refused(201, { ...limits, openFiles: 10_000 })).toContain(
    "there are 200 local ports (60000 to 60199);",
  );
  expect(refused(200, { ...limits, openFiles: 10_000 })).toBeUndefined();
});

test("a limit of ours is told from a server that is not there", () => {
  expect(describeOwnLimit("EMFILE", limits)).toBe("the generator may open 128 files at a time");
  expect(describeOwnLimit("EADDRNOTAVAIL", limits)).toContain("200 local ports (60000 to 60199)");
  expect(describeOwnLimit("ECONNREFUSED", limits)).toBeUndefined();
});

const agent = `${process.execPath} ${loadAgents["generator"]}`;

/** Starts the generator by a line of shell. */
function launching(command: string, ...parameters: string[]): Launcher {
  return {
    launch: () => localLauncher().launch({ entry: { command }, arguments: parameters }),
  };
}

test("the generator itself refuses what it cannot open, wherever it runs", async () => {
  const launcher = launching("sh", "-c", `ulimit -n 100 && exec ${agent}`);
  const spec = loadSpec({ connections: 60 });
  await expect(createGenerator("stackbench").open(launcher, spec)).rejects.toThrow(
    "60 connections cannot be opened: a process may open 100 files here",
  );
});

/** Everything in it ends with its first process. */
const namespace = ["-rnpf", "--kill-child", "--mount-proc", "sh", "-c"];
const canHave = spawnSync("unshare", [...namespace, "ip link set lo up"]).status === 0;

test.skipIf(!canHave)("a load that runs out of ports says so, and blames nobody", async () => {
  const server = `require("http").createServer((q, r) => r.end("Hello, world!")).listen(8080, "127.0.0.1", () => console.error("up"))`;
  const script = `
    ip link set lo up
    cd /proc/sys/net/ipv4
    echo 60000 60019 > ip_local_port_range
    echo 0 > tcp_tw_reuse
    ${process.execPath} -e '${server}' 2>&1 | { read up; cat > /dev/null & exec ${agent} <&3; }`;
  const launcher = launching("unshare", ...namespace, `exec 3<&0; ${script}`);
  const spec = loadSpec({ port: 8080, connections: 4, keepAlive: false });
  const { load } = await measureWhole("stackbench", spec, { launcher });
  expect(Object.keys(load.errors)).toEqual(["generator-limit"]);
  expect(load.causes).toMatchObject([
    {
      code: "EADDRNOTAVAIL",
      reason: expect.stringContaining("20 local ports (60000 to 60019)") as string,
    },
  ]);
});
