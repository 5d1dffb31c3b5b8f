import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ServiceHandle, ServiceName } from "@stackbench/model";
import { fixtureTree, hybridMounts, statLine, unifiedMounts } from "@stackbench/host/testing";
import type { FixtureTree } from "@stackbench/host/testing";
import { readHost } from "./host.ts";
import { processSource, processView } from "./process-source.ts";
import { beginSampling, createSampler } from "./sampler.ts";
import { ServiceWatch } from "./service-watch.ts";
import { SharingWatch } from "./sharing-watch.ts";

const app: ServiceHandle = { name: "app", pid: 77, kind: "cgroup" };

const v1Start = {
  "proc/self/mountinfo": hybridMounts,
  "proc/77/cgroup": "4:memory:/c\n2:cpu,cpuacct:/c\n0::/\n",
  "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage": "4000000000\n",
  "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage_user": "1000000000\n",
  "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage_sys": "1000000000\n",
  "sys/fs/cgroup/cpu,cpuacct/c/cpu.stat":
    "nr_periods 1\nnr_throttled 1\nthrottled_time 500000000\n",
  "sys/fs/cgroup/cpu,cpuacct/c/cgroup.procs": "77\n78\n",
  "sys/fs/cgroup/memory/c/memory.usage_in_bytes": "5000\n",
  "sys/fs/cgroup/memory/c/memory.max_usage_in_bytes": "9000\n",
  "sys/fs/cgroup/memory/c/memory.stat": "cache 1\ninactive_file 7\ntotal_inactive_file 1000\n",
};

const v2Start = {
  "proc/self/mountinfo": unifiedMounts,
  "proc/77/cgroup": "0::/c\n",
  "sys/fs/cgroup/c/cpu.stat":
    "usage_usec 30\nuser_usec 2000000\nsystem_usec 1000000\nthrottled_usec 0\n",
  "sys/fs/cgroup/c/cgroup.procs": "77\n",
  "sys/fs/cgroup/c/memory.current": "5000\n",
  "sys/fs/cgroup/c/memory.peak": "9000\n",
  "sys/fs/cgroup/c/memory.stat": "anon 1\ninactive_file 1000\n",
};

async function sampled(tree: FixtureTree, services: ServiceHandle[], change: () => void) {
  const sampling = await createSampler({ fileSystemRoot: tree.root }).begin(services);
  change();
  return sampling.end();
}

test("where sittings are on another machine this one's CPUs are not told for its", async () => {
  const stat = (busy: number) => ({
    "proc/stat": `cpu ${busy} 0 0 900 0 0 0 0\ncpu0 ${busy} 0 0 900 0 0 0 0\n`,
  });
  for (const readsHost of [true, false]) {
    using tree = fixtureTree({ ...v1Start, ...stat(100) });
    const sampler = createSampler({ fileSystemRoot: tree.root, readsHost });
    const sampling = await sampler.begin([]);
    tree.write(stat(200));
    const { host } = await sampling.end();
    expect(Object.keys(host.busyShareByCpu ?? {})).toEqual(readsHost ? ["0"] : []);
  }
});

describe("cgroup v1", () => {
  test("the exact sum is divided as the ticks of user and system are", async () => {
    using tree = fixtureTree(v1Start);
    const use = await sampled(tree, [app], () =>
      tree.write({
        "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage": "6000000000\n",
        "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage_user": "2500000000\n",
        "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage_sys": "1500000000\n",
        "sys/fs/cgroup/cpu,cpuacct/c/cpu.stat": "throttled_time 750000000\n",
        "sys/fs/cgroup/cpu,cpuacct/c/cgroup.procs": "77\n78\n79\n",
        "sys/fs/cgroup/memory/c/memory.usage_in_bytes": "8000\n",
      }),
    );
    expect(use.services.app).toEqual({
      source: "cgroup-v1",
      cpuUserSeconds: 1.5,
      cpuSystemSeconds: 0.5,
      throttledSeconds: 0.25,
      memoryWorkingSetBytes: 7000,
      memoryPeakBytes: 9000,
      processes: 3,
      processSeries: { intervalMs: 500, counts: [2] },
    });
  });

  test("kernels without usage_user give ticks in cpuacct.stat", async () => {
    using tree = fixtureTree(v1Start);
    tree.remove("sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage_user");
    tree.write({ "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.stat": "user 100\nsystem 100\n" });
    const use = await sampled(tree, [app], () =>
      tree.write({
        "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.usage": "5000000000\n",
        "sys/fs/cgroup/cpu,cpuacct/c/cpuacct.stat": "user 175\nsystem 125\n",
      }),
    );
    expect(use.services.app).toMatchObject({ cpuUserSeconds: 0.75, cpuSystemSeconds: 0.25 });
  });
});

describe("cgroup v2", () => {
  test("differences in seconds, working set without inactive file cache", async () => {
    using tree = fixtureTree(v2Start);
    const use = await sampled(tree, [app], () =>
      tree.write({
        "sys/fs/cgroup/c/cpu.stat":
          "usage_usec 9\nuser_usec 3500000\nsystem_usec 1250000\nthrottled_usec 100000\n",
      }),
    );
    expect(use.services.app).toEqual({
      source: "cgroup-v2",
      cpuUserSeconds: 1.5,
      cpuSystemSeconds: 0.25,
      throttledSeconds: 0.1,
      memoryWorkingSetBytes: 4000,
      memoryPeakBytes: 9000,
      processes: 1,
      processSeries: { intervalMs: 500, counts: [1] },
    });
  });

  test("what an older or smaller kernel does not tell is absent, not zero", async () => {
    using tree = fixtureTree(v2Start);
    tree.remove("sys/fs/cgroup/c/memory.peak");
    tree.write({
      "sys/fs/cgroup/c/cpu.stat": "usage_usec 30\nuser_usec 2000000\nsystem_usec 1000000\n",
      "sys/fs/cgroup/c/memory.stat": "anon 1\n",
    });
    const use = await sampled(tree, [app], () => {});
    expect(use.services.app).toEqual({
      source: "cgroup-v2",
      cpuUserSeconds: 0,
      cpuSystemSeconds: 0,
      processes: 1,
      processSeries: { intervalMs: 500, counts: [1] },
    });
  });

  test("a service that ended before the second edge is absent", async () => {
    using tree = fixtureTree(v2Start);
    const use = await sampled(tree, [app], () => tree.remove("sys/fs/cgroup/c"));
    expect(use.services.app).toBeUndefined();
    expect(use.services.orchestrator?.source).toBe("self");
  });
});

describe("replicas", () => {
  const other: ServiceHandle = { name: "app", pid: 88, kind: "cgroup" };
  const two = {
    ...v2Start,
    "proc/88/cgroup": "0::/d\n",
    "sys/fs/cgroup/d/cpu.stat": "user_usec 7000000\nsystem_usec 0\nthrottled_usec 50000\n",
    "sys/fs/cgroup/d/cgroup.procs": "88\n89\n",
    "sys/fs/cgroup/d/memory.current": "300\n",
    "sys/fs/cgroup/d/memory.peak": "500\n",
    "sys/fs/cgroup/d/memory.stat": "inactive_file 100\n",
  };

  test("are told as one service: the sum of all of them", async () => {
    using tree = fixtureTree(two);
    const use = await sampled(tree, [app, other], () =>
      tree.write({
        "sys/fs/cgroup/c/cpu.stat":
          "user_usec 3500000\nsystem_usec 1250000\nthrottled_usec 100000\n",
        "sys/fs/cgroup/d/cpu.stat":
          "user_usec 8000000\nsystem_usec 500000\nthrottled_usec 150000\n",
        "sys/fs/cgroup/c/cgroup.procs": "77\n78\n",
      }),
    );
    const { throttledSeconds, ...sum } = use.services.app!;
    expect(throttledSeconds).toBeCloseTo(0.2);
    expect(sum).toEqual({
      source: "cgroup-v2",
      cpuUserSeconds: 2.5,
      cpuSystemSeconds: 0.75,
      memoryWorkingSetBytes: 4200,
      memoryPeakBytes: 9500,
      processes: 4,
      processSeries: { intervalMs: 500, counts: [3] },
    });
  });

  test("the highest memory is that of one moment, not of each at its own", async () => {
    using tree = fixtureTree(two);
    const use = await sampled(tree, [app, other], () =>
      tree.write({
        "sys/fs/cgroup/c/memory.current": "1000\n",
        "sys/fs/cgroup/d/memory.current": "1100\n",
      }),
    );
    expect(use.services.app!.memoryWorkingSetBytes).toBe(4200);
  });

  test("what one of them does not tell is absent, and without one of them all is", async () => {
    using tree = fixtureTree(two);
    tree.remove("sys/fs/cgroup/d/memory.peak");
    const use = await sampled(tree, [app, other], () =>
      tree.write({ "sys/fs/cgroup/d/cpu.stat": "user_usec 7000000\nsystem_usec 0\n" }),
    );
    expect(use.services.app).not.toHaveProperty("memoryPeakBytes");
    expect(use.services.app).not.toHaveProperty("throttledSeconds");
    expect(use.services.app!.memoryWorkingSetBytes).toBe(4200);
    const without = await sampled(tree, [app, other], () => tree.remove("sys/fs/cgroup/d"));
    expect(without.services.app).toBeUndefined();
    const missing = await sampled(tree, [app, { ...other, pid: 99 }], () => {});
    expect(missing.services.app).toBeUndefined();
  });
});

describe("processes", () => {
  test("one that has ended and awaits its parent is no service any more", async () => {
    const stat = statLine(5, 1, { user: 30 });
    for (const [state, seen] of [
      ["S", true],
      ["Z", false],
    ] as const) {
      using tree = fixtureTree({ "proc/5/stat": stat.replace(" S ", ` ${state} `) });
      const use = await sampled(tree, [{ name: "app", pid: 5, kind: "processes" }], () => {});
      expect("app" in use.services).toBe(seen);
    }
  });

  test("the tree's CPU and memory, what is shared counted once", async () => {
    using tree = fixtureTree({
      "proc/70/stat": statLine(70, 1, { user: 100, system: 10 }),
      "proc/70/statm": "900 50 20 1 0 1 0",
      "proc/71/stat": statLine(71, 70, { user: 50 }),
      "proc/71/statm": "900 40 30 1 0 1 0",
      "proc/99/stat": statLine(99, 1, { user: 5 }),
    });
    const use = await sampled(tree, [{ name: "app", pid: 70, kind: "processes" }], () =>
      tree.write({
        "proc/70/stat": statLine(70, 1, { user: 150, system: 20 }),
        "proc/71/stat": statLine(71, 70, { user: 150 }),
        "proc/99/stat": statLine(99, 1, { user: 500 }),
      }),
    );
    const { memoryWorkingSetBytes, ...app } = use.services.app!;
    expect(app).toEqual({
      source: "proc",
      cpuUserSeconds: 1.5,
      cpuSystemSeconds: 0.1,
      processes: 2,
      processSeries: { intervalMs: 500, counts: [2] },
    });
    // (50 - 20) + (40 - 30) of their own, and the larger shared part of 30, in pages.
    expect(memoryWorkingSetBytes! % 70).toBe(0);
    expect(memoryWorkingSetBytes! / 70).toBeGreaterThanOrEqual(4096);
  });

  test("CPU is that of the time from clock to clock: both edges are read in one order", async () => {
    using tree = fixtureTree({});
    let ticks = 0;
    const work = (more: number): void => {
      ticks += more;
      tree.write({ "proc/70/stat": statLine(70, 1, { user: ticks }) });
    };
    work(0);
    const view = processView(tree.root);
    const source = processSource(70, view, tree.root, () => undefined)!;
    const watch = new ServiceWatch("app", [source], 500);
    const sharing = new SharingWatch(() => watch.pids(), tree.root);
    const sampling = beginSampling(
      {
        services: [watch],
        asked: [],
        groups: undefined,
        memory: undefined,
        sharing: new Map<ServiceName, SharingWatch>([["app", sharing]]),
        view,
        find: () => undefined,
        // Takes its time, in which the app works on.
        readEdge: () => {
          work(10);
          return { host: readHost(tree.root, false), network: undefined };
        },
      },
      500,
    );
    work(100);
    const use = await sampling.end();
    expect(use.services.app!.cpuUserSeconds).toBeCloseTo(1.1);
  });
});

describe("host", () => {
  const stat = (user: number, idle: number, interrupt: number, steal: number): string => {
    const ticks = `${user} 0 0 ${idle} 0 0 ${interrupt} ${steal} 0 0`;
    return `cpu  ${ticks}\ncpu0 ${ticks}\nintr 5\n`;
  };

  test("busy, interrupts and steal of each CPU, pressure as share of wall time", async () => {
    using tree = fixtureTree({
      "proc/stat": stat(100, 100, 0, 0),
      "proc/pressure/cpu": "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\n",
    });
    const use = await sampled(tree, [], () =>
      tree.write({
        "proc/stat": stat(140, 130, 20, 10),
        "proc/pressure/cpu": "some avg10=9.00 avg60=0.00 avg300=0.00 total=1000100\n",
      }),
    );
    expect(use.host.stealShare).toBeCloseTo(0.1);
    expect(use.host.busyShareByCpu).toEqual({ "0": 0.6 });
    expect(use.host.programShareByCpu).toEqual({ "0": 0.4 });
    expect(use.host.stealShareByCpu).toEqual({ "0": 0.1 });
    expect(use.host.cpuPressureShare).toBeCloseTo(100 / (use.seconds * 1e6));
    expect(use.host).not.toHaveProperty("memoryPressureShare");
  });

  const configured = "CONFIG_HZ=250\n# CONFIG_IRQ_TIME_ACCOUNTING is not set\n";
  const release = { "proc/sys/kernel/osrelease": "6.1.0-9-amd64\n" };

  test.each([
    ["in the running kernel", { "proc/config.gz": gzipSync(configured) }, 0.6],
    ["on disk", { ...release, "boot/config-6.1.0-9-amd64": configured }, 0.6],
    ["of another kernel", { ...release, "boot/config-5.0.0": configured }, 0.4],
    ["apart", { "proc/config.gz": gzipSync("CONFIG_IRQ_TIME_ACCOUNTING=y\n") }, 0.4],
  ])(
    "interrupts are the programs' where the kernel charges them so: %s",
    async (_, files, share) => {
      using tree = fixtureTree({ ...files, "proc/stat": stat(100, 100, 0, 0) });
      const after = { "proc/stat": stat(140, 130, 20, 10) };
      const use = await sampled(tree, [], () => tree.write(after));
      expect(use.host.programShareByCpu).toEqual({ "0": share });
    },
  );

  test("nothing to read gives nothing", async () => {
    using tree = fixtureTree({});
    const use = await sampled(tree, [app], () => {});
    expect(use.host).toEqual({});
    expect(Object.keys(use.services)).toEqual(["orchestrator"]);
  });
});

describe("network", () => {
  const netstat = (overflows: bigint | number, drops: bigint | number): string =>
    `TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPHPHits\nTcpExt: 5 ${overflows} ${drops} 9\nIpExt: InNoRoutes\nIpExt: 0\n`;

  test.each([
    [netstat(2, 3), netstat(4, 8), { listenOverflows: 2, listenDrops: 5 }],
    [netstat(2, 3), netstat(2, 3), { listenOverflows: 0, listenDrops: 0 }],
    // Counters that were full went on from zero, beyond what a double holds exactly too.
    [netstat(2 ** 32 - 1, 2n ** 64n - 1n), netstat(1, 2), { listenOverflows: 2, listenDrops: 3 }],
    [
      netstat(2n ** 64n - 9n, 2n ** 63n),
      netstat(2n ** 64n - 8n, 2n ** 63n + 1n),
      { listenOverflows: 1, listenDrops: 1 },
    ],
  ])("what listeners of the app's namespace dropped, %#", async (before, after, expected) => {
    using tree = fixtureTree({ "proc/77/net/netstat": before, "proc/78/net/netstat": before });
    const proxy: ServiceHandle = { name: "proxy", pid: 78, kind: "cgroup" };
    const use = await sampled(tree, [proxy, app], () =>
      tree.write({ "proc/77/net/netstat": after }),
    );
    expect(use.network).toEqual(expected);
  });

  test("is absent where a kernel does not tell, without an app, and when the app is gone", async () => {
    using silent = fixtureTree({ "proc/77/net/netstat": "TcpExt: TCPHPHits\nTcpExt: 9\n" });
    expect(await sampled(silent, [app], () => {})).not.toHaveProperty("network");
    using tree = fixtureTree({ "proc/77/net/netstat": netstat(2, 3) });
    expect(await sampled(tree, [], () => {})).not.toHaveProperty("network");
    const gone = await sampled(tree, [app], () => tree.remove("proc/77"));
    expect(gone).not.toHaveProperty("network");
  });
});
