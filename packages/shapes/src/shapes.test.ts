import type { InterfaceFile } from "@stackbench/model";
import { expect, test } from "vitest";
import { adjustableOf, atSize, sizesIn } from "./at-size.ts";
import { chooseShapes } from "./choose-shapes.ts";
import { resolveInterface, type Shape } from "./resolve-interface.ts";
import { servesItsOwnEntry, variantIn } from "./variant-in.ts";

const file: InterfaceFile = {
  title: "A kind of app",
  entry: "app.py",
  shapes: {
    one: {
      purpose: "the plainest",
      server: "{framework}",
      command: ["python", "{entry}"],
      environment: { A: "1", B: "1" },
    },
    "one-2": { like: "one", purpose: "two of them", workers: 2 },
    "one-2-nginx": {
      like: "one-2",
      purpose: "and a proxy",
      proxy: "nginx",
      environment: { B: "2" },
    },
    fixed: { purpose: "finds it itself", server: "other", command: ["serve", "{entry}s"] },
    groups: {
      purpose: "apart",
      server: "other",
      command: ["serve"],
      processGroups: { all: { workers: 1, threads: 1, paths: [], title: "all" } },
    },
  },
};
const appInterface = resolveInterface("kind", file);
const named = (name: string): Shape => appInterface.shapes.find((shape) => shape.name === name)!;
const app = { entry: "main.py", framework: "tornado" };

test("an app in a shape has the shape's name, the app's entry and what every variant has by default", () => {
  expect(variantIn({ shape: named("one"), ...app })).toEqual({
    id: "one",
    server: "tornado",
    command: ["python", "main.py"],
    workers: 1,
    threads: 1,
    replicas: 1,
    proxy: "none",
    protocol: "http",
    socket: "tcp",
    tls: "none",
    environment: { A: "1", B: "1" },
  });
});

test("a shape that is like another has all that it does not say anew, over several steps", () => {
  expect(named("one-2-nginx")).toEqual({
    name: "one-2-nginx",
    purpose: "and a proxy",
    server: "{framework}",
    command: ["python", "{entry}"],
    workers: 2,
    proxy: "nginx",
    environment: { A: "1", B: "2" },
  });
});

test.each([
  [{ workers: 3 }, "one-w3"],
  [{ threads: 4 }, "one-t4"],
  [{ workers: "2n+1", threads: 8 }, "one-w2n1-t8"],
  [{ workers: "cpus" }, "one-wcpus"],
])("a variant at %j says so in its id, which can be read again", (size, id) => {
  const plain = variantIn({ shape: named("one"), ...app });
  expect(atSize(plain, size)).toEqual({ ...plain, ...size, id });
  expect(sizesIn(id)).toContainEqual({ id: "one", size });
});

test("an id that could be read in two ways is read in both, the longest name first", () => {
  expect(sizesIn("one-w2-t4")).toEqual([
    { id: "one-w2", size: { threads: 4 } },
    { id: "one", size: { workers: 2, threads: 4 } },
  ]);
  for (const none of ["one", "one-2", "gthread-1x4", "one-w0", "one-t", "w2-x", "-w2"]) {
    expect(sizesIn(none), none).toEqual([]);
  }
});

test("a size is the shape's own, asked for another way", () => {
  const { id: _, ...asked } = atSize(variantIn({ shape: named("one"), ...app }), { workers: 2 });
  const { id: __, ...own } = variantIn({ shape: named("one-2"), ...app });
  expect(asked).toEqual(own);
});

test.each([
  [{ adjustable: ["threads" as const], command: ["serve", "$WORKERS"] }, ["threads"]],
  [{ command: ["sh", "-c", "exec serve -w ${WORKERS} -t $THREADS"] }, ["workers", "threads"]],
  [{ command: ["serve", "$(WORKERS)"] }, ["workers"]],
  [{ command: ["serve", "$WORKERS_MAX"] }, []],
  [{ command: ["serve"] }, []],
])("%j can have other numbers of %j", (written, expected) => {
  expect(adjustableOf(written)).toEqual(expected);
});

test("process groups have no size to ask for, and a framework that serves must be there", () => {
  const grouped = variantIn({ shape: named("groups"), ...app });
  expect(adjustableOf({ ...grouped, adjustable: ["workers"] })).toEqual([]);
  expect(() => variantIn({ shape: named("one"), entry: "x", framework: undefined })).toThrow(
    /^framework: expected the package that serves, for the shape one/,
  );
});

test("a script has the app's entry within it, and is a place for one", () => {
  const { shapes } = resolveInterface("kind", {
    ...file,
    shapes: {
      fpm: {
        purpose: "x",
        server: "php-fpm",
        command: ["serve"],
        script: "/srv/app/{entry}",
        proxy: "nginx",
        protocol: "fastcgi",
      },
    },
  });
  const [shape] = shapes;
  expect(variantIn({ shape: shape!, ...app, entry: "public/index.php" }).script).toBe(
    "/srv/app/public/index.php",
  );
  expect(servesItsOwnEntry(shape!)).toBe(false);
});

test("only a word of the command is a place for the entry", () => {
  expect([named("one"), named("fixed")].map(servesItsOwnEntry)).toEqual([false, true]);
});

test.each([
  ["all", ["one", "one-2", "one-2-nginx", "fixed", "groups"]],
  ["one", ["one"]],
  ["one-*", ["one-2", "one-2-nginx"]],
  ["{fixed,one}", ["one", "fixed"]],
  ["two", []],
])("%s means shapes in the order of the interface", (pattern, names) => {
  expect(chooseShapes(appInterface, pattern).map(({ name }) => name)).toEqual(names);
});

test("arguments are added to the command of the shape that it is like, before an entry that ends it", () => {
  const { shapes } = resolveInterface("kind", {
    ...file,
    shapes: {
      ...file.shapes,
      "one-more": { like: "one", purpose: "x", arguments: ["--max=2"] },
      "one-most": { like: "one-more", purpose: "x", arguments: ["--fast"] },
      "fixed-more": { like: "fixed", purpose: "x", arguments: ["--max=2"] },
    },
  });
  const commands = new Map(shapes.map(({ name, command }) => [name, command]));
  expect(commands.get("one-more")).toEqual(["python", "--max=2", "{entry}"]);
  expect(commands.get("one-most")).toEqual(["python", "--max=2", "--fast", "{entry}"]);
  // An entry that is part of a word is none.
  expect(commands.get("fixed-more")).toEqual(["serve", "{entry}s", "--max=2"]);
  expect(commands.get("one")).toEqual(["python", "{entry}"]);
  expect(shapes.find(({ name }) => name === "one-more")).not.toHaveProperty("arguments");
});

test.each([
  [
    { b: { purpose: "x", server: "s", command: ["c"], arguments: ["-a"] } },
    "shapes.b.arguments: expected a shape it is like",
  ],
  [{ b: { like: "c", purpose: "x" } }, 'shapes.b.like: expected a shape above it (one), got "c"'],
  [{ b: { purpose: "x", server: "s" } }, "shapes.b: expected a command and a server"],
])("%j is no shape", (more, message) => {
  const shapes = { one: file.shapes["one"]!, ...more };
  expect(() => resolveInterface("kind", { ...file, shapes })).toThrow(message);
});
