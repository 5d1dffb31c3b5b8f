import type { ProcessGroupUse } from "@stackbench/model";
import { expect, test } from "vitest";
import { fixtureTree, statLine, type FixtureTree } from "@stackbench/host/testing";
import { GroupAccounts } from "./group-accounts.ts";

const marks = [
  { name: "main", title: "(wsgi:main)" },
  { name: "volume", title: "(wsgi:volume)" },
];

interface Running {
  parent?: number;
  cpu: Parameters<typeof statLine>[2];
  commandLine: string;
  /** KiB. */
  pss?: number;
  start?: number;
}

/** The processes of a made-up machine; those that are not named have ended. */
function put(tree: FixtureTree, processes: Record<number, Running>): void {
  for (const pid of [1, 2, 3, 4, 5]) {
    const running = processes[pid];
    if (!running) {
      tree.write({ [`proc/${pid}/stat`]: "" });
      tree.remove(`proc/${pid}`);
      continue;
    }
    const { parent = 1, cpu, commandLine, pss = 100, start = pid } = running;
    tree.write({
      [`proc/${pid}/stat`]: statLine(pid, parent, cpu, { start }),
      [`proc/${pid}/cmdline`]: commandLine,
      [`proc/${pid}/statm`]: "900 50 20 1 0 1 0",
      [`proc/${pid}/smaps_rollup`]: `00-ff ---p 00 00:00 0 [rollup]\nRss: 900 kB\nPss:  ${pss} kB\nPss_Anon: 1 kB\n`,
    });
  }
}

function accountsOf(tree: FixtureTree, pids: () => readonly number[]): GroupAccounts {
  return new GroupAccounts(pids, marks, tree.root);
}

const apache = { parent: 0, commandLine: "apache2\0-k\0start\0" };
const main = { commandLine: "(wsgi:main)      -k start" };
const volume = { commandLine: "(wsgi:volume)\0-k\0start\0" };

function told(uses: readonly ProcessGroupUse[], field: keyof ProcessGroupUse): unknown[] {
  return uses.map((use) => use[field] ?? null);
}

test("processes are told apart by their titles; the rest of the service is nobody's", () => {
  using tree = fixtureTree({});
  put(tree, {
    1: { ...apache, cpu: { user: 5 } },
    2: { ...main, cpu: { user: 100, system: 10 } },
    3: { ...volume, cpu: { user: 200 }, pss: 300 },
    4: { ...volume, cpu: {}, pss: 400 },
  });
  const accounts = accountsOf(tree, () => [1, 2, 3, 4]);
  accounts.begin();
  accounts.readMemory(0);
  put(tree, {
    1: { ...apache, cpu: { user: 25 } },
    2: { ...main, cpu: { user: 150, system: 30 } },
    3: { ...volume, cpu: { user: 300 }, pss: 500 },
    4: { ...volume, cpu: { system: 40 }, pss: 400 },
  });
  accounts.look();
  accounts.readMemory(2.5);
  const [ofMain, ofVolume, nobodys] = accounts.uses({ userSeconds: 1.75, systemSeconds: 0.625 });
  expect(ofMain).toEqual({
    name: "main",
    cpuUserSeconds: 0.5,
    cpuSystemSeconds: 0.2,
    memoryProportionalBytes: 100 * 1024,
    memoryProportionalMeanBytes: 100 * 1024,
    memoryOverTime: { at: [0, 2.5], bytes: [100 * 1024, 100 * 1024] },
    processes: 1,
    endedProcesses: 0,
  });
  expect(ofVolume).toMatchObject({
    name: "volume",
    cpuUserSeconds: 1,
    cpuSystemSeconds: 0.4,
    memoryProportionalBytes: 900 * 1024,
    memoryProportionalMeanBytes: 800 * 1024,
    processes: 2,
  });
  expect(nobodys).toMatchObject({ name: null, processes: 1 });
  expect(nobodys!.cpuUserSeconds).toBeCloseTo(0.25);
  expect(nobodys!.cpuSystemSeconds).toBeCloseTo(0.025);
});

test("the parts are never more than the whole", () => {
  using tree = fixtureTree({});
  put(tree, { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: {} } });
  const accounts = accountsOf(tree, () => [1, 2]);
  accounts.begin();
  put(tree, { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: { user: 60, system: 40 } } });
  accounts.look();
  const uses = accounts.uses({ userSeconds: 0.7, systemSeconds: 0.295 });
  expect(uses.at(-1)).toMatchObject({ name: null, cpuUserSeconds: 0, cpuSystemSeconds: 0 });
});

test("a process counts for the title that it takes later, from its beginning", () => {
  using tree = fixtureTree({});
  put(tree, { 1: { ...apache, cpu: {} } });
  let pids = [1];
  const accounts = accountsOf(tree, () => pids);
  accounts.begin();
  pids = [1, 2];
  put(tree, {
    1: { ...apache, cpu: {} },
    2: { ...main, commandLine: "apache2", cpu: { user: 10 } },
  });
  accounts.look();
  put(tree, { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: { user: 30 } } });
  accounts.look();
  expect(told(accounts.uses({ userSeconds: 0.3, systemSeconds: 0 }), "cpuUserSeconds")).toEqual([
    0.3, 0, 0,
  ]);
});

test("recycled processes: their last reading, and what the parent's counter tells beyond it", () => {
  using tree = fixtureTree({});
  put(tree, {
    1: { ...apache, cpu: { user: 5 } },
    2: { ...main, cpu: { user: 100 } },
    3: { ...volume, cpu: { user: 900, system: 50 } },
  });
  let pids = [1, 2, 3];
  const accounts = accountsOf(tree, () => pids);
  accounts.begin();
  put(tree, {
    1: { ...apache, cpu: { user: 5 } },
    2: { ...main, cpu: { user: 110 } },
    3: { ...volume, cpu: { user: 920, system: 50 } },
  });
  accounts.look();
  // It went on to 930 + 55, and another one lived and ended unseen for 40.
  pids = [1, 2];
  put(tree, {
    1: { ...apache, cpu: { user: 5, childUser: 970, childSystem: 55 } },
    2: { ...main, cpu: { user: 120 } },
  });
  accounts.look();
  const uses = accounts.uses({ userSeconds: 0.9, systemSeconds: 0.05 });
  expect(told(uses, "cpuUserSeconds")).toEqual([0.2, 0.7, 0]);
  expect(told(uses, "cpuSystemSeconds")).toEqual([0, 0.05, 0]);
  expect(told(uses, "cpuOfEndedSeconds")).toEqual([null, 0.55, null]);
  expect(told(uses, "endedProcesses")).toEqual([0, 1, 0]);
});

test("where processes of two groups ended below one parent, what nobody saw goes to neither", () => {
  using tree = fixtureTree({});
  put(tree, {
    1: { ...apache, cpu: {} },
    2: { ...main, cpu: { user: 100 } },
    3: { ...volume, cpu: { user: 200 } },
  });
  let pids = [1, 2, 3];
  const accounts = accountsOf(tree, () => pids);
  accounts.begin();
  pids = [1];
  put(tree, { 1: { ...apache, cpu: { childUser: 350 } } });
  accounts.look();
  const uses = accounts.uses({ userSeconds: 0.5, systemSeconds: 0 });
  expect(told(uses, "cpuUserSeconds")).toEqual([0, 0, 0.5]);
});

test("one that has ended and awaits its parent counts as ended, with all it used", () => {
  using tree = fixtureTree({});
  put(tree, { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: { user: 10 } } });
  let pids = [1, 2];
  const accounts = accountsOf(tree, () => pids);
  accounts.begin();
  // Not among the members any more, its command line is empty.
  pids = [1];
  tree.write({
    "proc/2/stat": statLine(2, 1, { user: 40 }, { start: 2 }).replace(" S ", " Z "),
    "proc/2/cmdline": "",
    "proc/2/statm": "0 0 0 0 0 0 0",
    "proc/2/smaps_rollup": "",
  });
  accounts.look();
  accounts.readMemory(0);
  const [ofMain] = accounts.uses({ userSeconds: 0.3, systemSeconds: 0 });
  expect(ofMain).not.toHaveProperty("memoryProportionalBytes");
  expect(ofMain).toMatchObject({
    cpuUserSeconds: 0.3,
    processes: 1,
    endedProcesses: 1,
  });
});

test("one that ended before the window is none of its, and hides nobody's last moments", () => {
  using tree = fixtureTree({});
  put(tree, {
    1: { ...apache, cpu: {} },
    2: { ...main, cpu: { user: 100 } },
    3: { ...volume, cpu: { user: 200 } },
  });
  tree.write({
    "proc/2/stat": statLine(2, 1, { user: 100 }, { start: 2 }).replace(" S ", " Z "),
    "proc/2/cmdline": "",
  });
  let pids = [1, 2, 3];
  const accounts = accountsOf(tree, () => pids);
  accounts.begin();
  pids = [1];
  put(tree, { 1: { ...apache, cpu: { childUser: 350 } } });
  accounts.look();
  const uses = accounts.uses({ userSeconds: 0.5, systemSeconds: 0 });
  expect(told(uses, "cpuUserSeconds")).toEqual([0, 0.5, 0]);
  expect(told(uses, "endedProcesses")).toEqual([0, 1, 0]);
});

test("memory that may not be read is absent for its group, not too small", () => {
  using tree = fixtureTree({});
  put(tree, {
    1: { ...apache, cpu: {} },
    2: { ...main, cpu: {} },
    3: { ...volume, cpu: {} },
    4: { ...volume, cpu: {} },
  });
  tree.remove("proc/4/smaps_rollup");
  const accounts = accountsOf(tree, () => [1, 2, 3, 4]);
  accounts.begin();
  accounts.readMemory(0);
  const uses = accounts.uses({ userSeconds: 0, systemSeconds: 0 });
  expect(told(uses, "memoryProportionalBytes")).toEqual([100 * 1024, null, 100 * 1024]);
});

/** How a process goes, or is not there yet, between the look that lists it and the reading of its memory. */
const goings: [how: string, go: (tree: FixtureTree) => void][] = [
  ["it is gone as a whole", (tree) => tree.remove("proc/2")],
  [
    "it has ended and awaits its parent",
    (tree) => {
      tree.write({
        "proc/2/stat": statLine(2, 1, {}, { start: 2 }).replace(" S ", " Z "),
        "proc/2/statm": "0 0 0 0 0 0 0",
        "proc/2/smaps_rollup": "",
      });
    },
  ],
  [
    "it has let go of its memory while its map is read",
    (tree) => {
      tree.write({
        "proc/2/statm": "0 0 0 0 0 0 0",
        "proc/2/smaps_rollup": "00-ff ---p 00 00:00 0 [rollup]\nRss: 0 kB\nPss: 0 kB\n",
      });
    },
  ],
  [
    "its map is gone, and its counters are not yet",
    (tree) => {
      tree.write({ "proc/2/smaps_rollup": "" });
    },
  ],
];

test.each(goings)("a reading that is missing is missing, and never 0: %s", (_, go) => {
  using tree = fixtureTree({});
  const all = { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: {} }, 3: { ...volume, cpu: {} } };
  put(tree, all);
  const accounts = accountsOf(tree, () => [1, 2, 3]);
  accounts.begin();
  go(tree);
  accounts.readMemory(0);
  const gone = accounts.uses({ userSeconds: 0, systemSeconds: 0 });
  expect(told(gone, "memoryProportionalBytes")).toEqual([null, 100 * 1024, 100 * 1024]);
  // Neither does it weigh on the mean of those that were read.
  put(tree, all);
  accounts.look();
  accounts.readMemory(0);
  const back = accounts.uses({ userSeconds: 0, systemSeconds: 0 });
  expect(told(back, "memoryProportionalMeanBytes")).toEqual([100 * 1024, 100 * 1024, 100 * 1024]);
});

test("of a group whose other process goes, what is left is read", () => {
  using tree = fixtureTree({});
  put(tree, { 1: { ...apache, cpu: {} }, 3: { ...volume, cpu: {} }, 4: { ...volume, cpu: {} } });
  const accounts = accountsOf(tree, () => [1, 3, 4]);
  accounts.begin();
  tree.remove("proc/4");
  accounts.readMemory(0);
  const uses = accounts.uses({ userSeconds: 0, systemSeconds: 0 });
  expect(told(uses, "memoryProportionalBytes")).toEqual([null, 100 * 1024, 100 * 1024]);
});

test("one that has not taken its title yet is nobody's, and its group has no reading of 0", () => {
  using tree = fixtureTree({});
  const parent = { ...apache, cpu: {} };
  put(tree, { 1: parent, 2: { ...apache, parent: 1, cpu: {} } });
  const accounts = accountsOf(tree, () => [1, 2]);
  accounts.begin();
  accounts.readMemory(0);
  put(tree, { 1: parent, 2: { ...main, cpu: {}, pss: 300 } });
  accounts.look();
  accounts.readMemory(0);
  const uses = accounts.uses({ userSeconds: 0, systemSeconds: 0 });
  expect(told(uses, "memoryProportionalMeanBytes")).toEqual([300 * 1024, null, 150 * 1024]);
});

test("memory in time keeps a few hundred readings of a long window", () => {
  using tree = fixtureTree({});
  put(tree, { 1: { ...apache, cpu: {} }, 2: { ...main, cpu: {} } });
  const accounts = accountsOf(tree, () => [1, 2]);
  accounts.begin();
  for (let reading = 0; reading <= 700; reading++) accounts.readMemory(2 * reading);
  const { memoryOverTime } = accounts.uses({ userSeconds: 0, systemSeconds: 0 })[0]!;
  expect(memoryOverTime!.at).toHaveLength(176);
  expect(memoryOverTime!.at.slice(0, 3)).toEqual([0, 8, 16]);
  expect(new Set(memoryOverTime!.bytes)).toEqual(new Set([100 * 1024]));
});
