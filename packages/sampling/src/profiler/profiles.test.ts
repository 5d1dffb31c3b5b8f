import { gzipSync } from "node:zlib";
import { CallTree, type Profile } from "@stackbench/model";
import {
  Profile as Pprof,
  StringTable,
  ValueType,
  Function as PprofFunction,
  Line,
  Location,
  Sample,
} from "pprof-format";
import { expect, test } from "vitest";
import { addCpuProfile } from "./cpu-profile.ts";
import { addPprof } from "./pprof-profile.ts";
import { addSpeedscopeProfile } from "./speedscope-profile.ts";

/** `a;b: 3000`, µs. */
function folded({ frames, nodes }: Pick<Profile, "frames" | "nodes">): Record<string, number> {
  const stacks: string[] = [];
  const weights: Record<string, number> = {};
  for (const [parent, frame, micros] of nodes) {
    const stack = `${parent < 0 ? "" : `${stacks[parent]};`}${frames[frame]!.name}`;
    stacks.push(stack);
    if (micros > 0) weights[stack] = (weights[stack] ?? 0) + Math.round(micros);
  }
  return weights;
}

test("V8: a sample lasts until the next; idle time is no work, what V8 does itself is", () => {
  const frame = (functionName: string, url = "", lineNumber = -1) => ({
    functionName,
    url,
    lineNumber,
  });
  const tree = new CallTree();
  const { idleMicros } = addCpuProfile(tree, {
    nodes: [
      { id: 1, callFrame: frame("(root)"), children: [2, 3, 4, 5] },
      { id: 2, callFrame: frame("(idle)") },
      { id: 3, callFrame: frame("(garbage collector)") },
      { id: 4, callFrame: frame("(program)") },
      { id: 5, callFrame: frame("", "file:///app/server.js", 4), children: [6] },
      { id: 6, callFrame: frame("hot", "file:///app/server.js", 9) },
    ],
    samples: [6, 2, 3, 5, 4, 6],
    timeDeltas: [500, 1000, 2000, 3000, 4000, 5000],
  });
  expect(idleMicros).toBe(2000);
  expect(folded(tree.folded)).toEqual({
    "(anonymous);hot": 1000,
    "(garbage collector)": 3000,
    "(anonymous)": 4000,
    "(program)": 5000,
  });
  // V8 counts lines from 0.
  expect(tree.folded.frames).toContainEqual({
    name: "hot",
    file: "file:///app/server.js",
    line: 10,
  });
});

const pySpy = {
  shared: {
    frames: [
      { name: 'process 7:"python app.py"', file: "", line: 0 },
      { name: 'process 8:"python app.py"', file: "", line: 0 },
      { name: "serve", file: "app.py", line: 3 },
      { name: "wait", file: "app.py", line: 9 },
    ],
  },
  profiles: [
    { name: 'Process 7 Thread 7 "MainThread"', samples: [[0, 3]], weights: [1] },
    {
      name: 'Process 8 Thread 8 "MainThread"',
      samples: [
        [1, 2],
        [1, 2, 3],
      ],
      weights: [3, 1],
    },
  ].map((profile) => ({ ...profile, type: "sampled" as const, unit: "seconds" as const })),
};

test("py-spy: a process weighs what it took of the CPU, and workers are alike", () => {
  const tree = new CallTree();
  const cpuSeconds = new Map([
    [7, 0],
    [8, 2],
  ]);
  expect(addSpeedscopeProfile(tree, pySpy, cpuSeconds)).toBe(3);
  expect(folded(tree.folded)).toEqual({ serve: 1_500_000, "serve;wait": 500_000 });
});

test("py-spy: without CPU time the time that was seen stands", () => {
  const tree = new CallTree();
  addSpeedscopeProfile(tree, pySpy, new Map());
  expect(folded(tree.folded)).toEqual({
    wait: 1_000_000,
    serve: 3_000_000,
    "serve;wait": 1_000_000,
  });
});

test("pprof: places are from the top down, and what was inlined stands above where it was", () => {
  const strings = new StringTable();
  const text = (value: string): number => strings.dedup(value);
  const fun = (id: number, name: string) =>
    new PprofFunction({ id, name: text(name), filename: text("x.go"), startLine: id * 10 });
  const bytes = new Pprof({
    stringTable: strings,
    sampleType: [
      new ValueType({ type: text("samples"), unit: text("count") }),
      new ValueType({ type: text("cpu"), unit: text("nanoseconds") }),
    ],
    period: 10_000_000,
    function: [fun(1, "main.main"), fun(2, "main.serve"), fun(3, "main.inlined")],
    location: [
      new Location({ id: 1, line: [new Line({ functionId: 1, line: 12 })] }),
      new Location({
        id: 2,
        line: [new Line({ functionId: 3, line: 31 }), new Line({ functionId: 2, line: 22 })],
      }),
    ],
    sample: [
      new Sample({ locationId: [2, 1], value: [3, 30_000_000] }),
      new Sample({ locationId: [1], value: [1, 10_000_000] }),
    ],
  }).encode();
  const tree = new CallTree();
  expect(addPprof(tree, gzipSync(bytes))).toEqual({ samples: 4, intervalMicros: 10_000 });
  expect(folded(tree.folded)).toEqual({
    "main.main;main.serve;main.inlined": 30_000,
    "main.main": 10_000,
  });
});
