import type { Profile } from "@stackbench/model";
import { expect, test } from "vitest";
import { renderSpeedscope } from "../render/json/speedscope.ts";
import { renderFlameDifference } from "../render/svg/flame-difference.ts";
import { renderFlameGraph } from "../render/svg/flame-graph.ts";
import { libraryOf } from "./library-of.ts";
import { mergeProfiles } from "./merge-profiles.ts";
import { sharesByName, sharesOf } from "./shares.ts";

function profileOf(
  names: readonly string[],
  nodes: Profile["nodes"],
  file = "/app/node_modules/x/i.js",
): Profile {
  const frames = names.map((name, index) => ({ name, file, line: index }));
  return {
    profiler: "p",
    intervalMicros: 1,
    processes: 1,
    samples: 9,
    idleMicros: null,
    frames,
    nodes,
  };
}

test("self is in a function alone, total also in what it called; one that calls itself counts once", () => {
  const shares = sharesOf(
    profileOf(
      ["root", "recursive", "leaf"],
      [
        [-1, 0, 10],
        [0, 1, 20],
        [1, 1, 30],
        [2, 2, 40],
      ],
    ),
  );
  const found = [...shares.values()].map(({ name, self, total }) => [name, self, total]);
  expect(found).toEqual([
    ["root", 0.1, 1],
    ["recursive", 0.5, 0.9],
    ["leaf", 0.4, 0.4],
  ]);
});

test("the same function is the same wherever its package is installed", () => {
  const a = profileOf(["f"], [[-1, 0, 1]], "/app/node_modules/.pnpm/x@1/node_modules/x/i.js");
  const b = profileOf(["f"], [[-1, 0, 1]], "file:///srv/node_modules/x/i.js");
  expect([...sharesOf(a).keys()]).toEqual([...sharesOf(b).keys()]);
});

test("nothing at work has no shares", () => {
  expect(sharesOf(profileOf(["f"], [[-1, 0, 0]])).size).toBe(0);
  expect(renderFlameGraph("x", profileOf([], []))).toContain("</svg>");
});

test.each([
  ["handle", "/app/node_modules/.pnpm/express@5/node_modules/express/lib/a.js", "express"],
  ["f", "file:///app/node_modules/@fastify/x/i.js", "@fastify/x"],
  ["nextTick", "node:internal/process/task_queues", "Node's own modules"],
  ["writev", "", "native code"],
  ["(garbage collector)", "", "(garbage collector)"],
  ["run", "/opt/venv/lib/python3.13/site-packages/gunicorn/arbiter.py", "gunicorn"],
  ["close", "/usr/lib/python3.13/socket.py", "Python's library"],
  ["net/http.(*conn).serve", "net/http/server.go", "net/http"],
  ["main.main", "github.com/x/main.go", "the app"],
  ["indexbytebody", "internal/bytealg/indexbyte_amd64.s", "internal/bytealg"],
  [
    "internal/runtime/syscall.Syscall6",
    "internal/runtime/syscall/asm.s",
    "internal/runtime/syscall",
  ],
  ["hello", "/app/stacks/fastify/src/server.ts", "the app"],
])("%s of %s is part of %s", (name, file, library) => {
  expect(libraryOf({ name, file, line: 1 })).toBe(library);
});

const hostile = `</title></svg><script>alert("x")</script>&\u001b[31m\u202e'; drop;0`;

test("a name from outside is text in a flame graph, and data in speedscope's file", () => {
  const profile = profileOf(
    [hostile, "other"],
    [
      [-1, 0, 3],
      [0, 1, 1],
    ],
    hostile,
  );
  const picture = renderFlameGraph(hostile, profile);
  for (const part of ["<script", "\u001b", "\u202e"]) expect(picture).not.toContain(part);
  expect(picture.match(/<\/svg>/g)).toHaveLength(1);
  expect(picture).toContain("&#60;script&#62;");
  const file = JSON.parse(renderSpeedscope(hostile, [{ name: hostile, profile }])) as unknown;
  expect(file).toMatchObject({
    shared: { frames: [{ name: hostile }, { name: "other" }] },
    profiles: [{ type: "sampled", samples: [[0], [0, 1]], weights: [3, 1], endValue: 4 }],
  });
});

test("by name, a function that an edit moved to another line is the same", () => {
  const moved = (line: number): Profile => ({
    ...profileOf(["f"], [[-1, 0, 1]]),
    frames: [{ name: "f", file: "/app/node_modules/x/i.js", line }],
  });
  const [before, after] = [moved(3), moved(9)].map((one) => sharesByName(sharesOf(one).values()));
  expect([...before!.keys()]).toEqual([...after!.keys()]);
  expect([...after!.values()][0]).toMatchObject({ line: 9, self: 1 });
  const both = profileOf(
    ["f", "f"],
    [
      [-1, 0, 1],
      [-1, 1, 3],
    ],
  );
  expect([...sharesByName(sharesOf(both).values()).values()]).toMatchObject([
    { name: "f", line: 0, self: 1 },
  ]);
});

test("the difference of two flame graphs holds what only one of them has, red where the other has more", () => {
  const own = profileOf(
    ["root", "gone", "kept"],
    [
      [-1, 0, 0],
      [0, 1, 40],
      [0, 2, 60],
    ],
  );
  const other = profileOf(
    ["kept", "root", "<new>"],
    [
      [-1, 1, 0],
      [0, 0, 60],
      [0, 2, 40],
    ],
  );
  const picture = renderFlameDifference(
    "x",
    { name: "base", profile: own },
    { name: "head", profile: other },
  );
  const boxes = [
    ...picture.matchAll(
      /<title>(\S+) .*? · ([^·]*)<\/title><rect .*?width="([\d.]+)".*?fill="hsl\((\d+)/g,
    ),
  ];
  expect(boxes.map(([, name, said, width, hue]) => [name, said, Number(width), hue])).toEqual([
    ["root", "100.0 % in base, 100.0 % in head", 1180, "0"],
    ["&#60;new&#62;", "0.0 % in base, 40.0 % in head", 236, "8"],
    ["gone", "40.0 % in base, 0.0 % in head", 236, "215"],
    ["kept", "60.0 % in base, 60.0 % in head", 708, "0"],
  ]);
});

test("merged, equal stacks of several rounds are one", () => {
  const one = profileOf(
    ["a", "b"],
    [
      [-1, 0, 1],
      [0, 1, 2],
    ],
  );
  const other = profileOf(
    ["a", "c"],
    [
      [-1, 0, 10],
      [0, 1, 20],
    ],
  );
  const merged = mergeProfiles([one, other, one]);
  expect(merged.nodes).toEqual([
    [-1, 0, 12],
    [0, 1, 4],
    [0, 2, 20],
  ]);
  expect(merged.samples).toBe(27);
});
