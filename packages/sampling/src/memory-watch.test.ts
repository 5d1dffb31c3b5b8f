import { fixtureTree, statLine } from "@stackbench/host/testing";
import { expect, test } from "vitest";
import { MemoryWatch } from "./memory-watch.ts";

const mebibyte = 1024 * 1024;

interface Process {
  start: number;
  parent?: number;
  kibibytes: number;
}

/** A service in a made-up /proc, whose clock the test moves. */
function service(first: Record<number, Process>) {
  const tree = fixtureTree({});
  let now = 0;
  let pids: number[] = [];
  const put = (processes: Record<number, Process>): void => {
    pids = Object.keys(processes).map(Number);
    for (const [pid, { start, parent = 1, kibibytes }] of Object.entries(processes)) {
      tree.write({
        [`proc/${pid}/stat`]: statLine(Number(pid), parent, {}, { start }),
        [`proc/${pid}/statm`]: `900 ${kibibytes / 4} 0 1 0 1 0`,
        [`proc/${pid}/smaps_rollup`]: `00-ff ---p 0 00:00 0 [rollup]\nPss: ${kibibytes} kB\n`,
      });
    }
  };
  put(first);
  const watch = new MemoryWatch(
    () => pids,
    tree.root,
    () => now,
  );
  /** Looks until so many seconds have passed, ten times a second. */
  const until = (seconds: number, each?: (now: number) => Record<number, Process>): void => {
    while (now < seconds * 1000) {
      now += 100;
      if (each) put(each(now / 1000));
      watch.look();
    }
  };
  return { tree, watch, until, put };
}

test("each process's memory in time, the first at the first edge", () => {
  const master = { start: 1, kibibytes: 1024 };
  const { tree, watch, until } = service({
    10: master,
    11: { start: 2, parent: 10, kibibytes: 2048 },
  });
  using _tree = tree;
  watch.begin();
  until(2, (now) => ({ 10: master, 11: { start: 2, parent: 10, kibibytes: 2048 + now * 1024 } }));
  watch.end();
  const { at, processes, ...counts } = watch.series();
  expect(at).toEqual([0, 0.5, 1, 1.5, 2, 2]);
  expect(counts).toEqual({ measure: "proportional", begun: 0, ended: 0, lookMs: 100 });
  expect(processes.map(({ pid, isParent }) => [pid, isParent])).toEqual([
    [10, true],
    [11, false],
  ]);
  expect(processes[1]!.bytes.map((bytes) => bytes / mebibyte)).toEqual([2, 2.5, 3, 3.5, 4, 4]);
});

test("whoever begins and ends in the window is counted, one that comes again with the same pid too", () => {
  const master = { start: 1, kibibytes: 1024 };
  const { tree, watch, until } = service({
    10: master,
    11: { start: 2, parent: 10, kibibytes: 512 },
  });
  using _tree = tree;
  watch.begin();
  // One after another, each for a second: 11 ends, and four begin, of which three end.
  until(4.9, (now) => ({
    10: master,
    11: { start: 2 + Math.floor(now), parent: 10, kibibytes: 512 },
  }));
  watch.end();
  expect(watch.series()).toMatchObject({ begun: 4, ended: 4, medianLifeSeconds: 1 });
});

test.each([1, 12])(
  "%i processes: values stay few, evenly spaced, over all of the window",
  (count) => {
    const all = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [10 + i, { start: i, kibibytes: 1024 }]),
    );
    const { tree, watch, until } = service(all);
    using _tree = tree;
    watch.begin();
    until(900);
    watch.end();
    const { at, processes } = watch.series();
    const values = processes.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(values).toBeLessThanOrEqual(600);
    expect(values).toBeGreaterThan(count === 1 ? 250 : 200);
    const steps = new Set(at.slice(1, -1).map((seconds, i) => Math.round((seconds - at[i]!) * 10)));
    expect(steps.size).toBe(1);
    expect(at.at(-1)).toBeGreaterThan(880);
  },
);

test("where proportional memory may not be read of all, each tells what is its own", () => {
  const { tree, watch, until } = service({ 10: { start: 1, kibibytes: 1024 } });
  using _tree = tree;
  tree.remove("proc/10/smaps_rollup");
  watch.begin();
  until(1);
  watch.end();
  expect(watch.series()).toMatchObject({ measure: "own" });
});
