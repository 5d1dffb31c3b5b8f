import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

/**
 * What the machine is, `packages/host` alone knows: it reads each file of /proc in one place, tells who lives and counts
 * the CPUs. Others ask it. See docs/architecture.md.
 */
const root = resolve(import.meta.dirname, "..");
const elsewhere = /^packages\/(?:host|workloads-)|\/(?:testing|fixtures)\/|\.test\.ts$/;

/** Comments may name what they like. */
const sources = globSync("{packages,apps}/*/src/**/*.{ts,mjs}", { cwd: root })
  .filter((file) => !elsewhere.test(file))
  .map((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return { file, code: text.replaceAll(/\/\*\*?[^]*?\*\/|^\s*\/\/.*$/gm, "") };
  });

/** Who may, by the end of the file's path: what runs in a container, where nothing but a shell may be, and what is written. */
const exceptions: Readonly<Record<string, string>> = {
  "drivers/src/docker/read-back.ts": "a shell in a container prints its limits",
  "drivers/src/docker/reload-proxy.ts": "a shell in the proxy's container lists nginx's workers",
  "generators/wrk/generator.ts": "a shell hands wrk a script that has no name any more",
  "hog.ts": "writes: a niceness of its own session",
  "unified-tree.ts": "makes a machine up for a proof",
  "faults/strikes.ts": "writes: whom the kernel ends first",
};

function naming(pattern: RegExp): string[] {
  return sources.flatMap(({ file, code }) =>
    [...code.matchAll(pattern)].map(([match]) => `${file}: ${match}`),
  );
}

const isException = (line: string) =>
  Object.keys(exceptions).some((end) => line.split(": ")[0]!.endsWith(`/${end}`));

test("only packages/host reads /proc, and what /sys tells of CPUs and control groups", () => {
  const read = naming(/\/proc\b[\w/{}$.]*|\/sys\/(?:fs|devices)\b[\w/{}$.]*/g);
  expect(read.filter((line) => !isException(line))).toEqual([]);
  const used = Object.keys(exceptions).filter((end) =>
    read.some((line) => line.split(": ")[0]!.endsWith(`/${end}`)),
  );
  expect(used).toEqual(Object.keys(exceptions));
});

test("only packages/host asks whether a process lives", () => {
  expect(naming(/\bkill\([^,()]+, 0\)|"kill", \["-0"/g)).toEqual([]);
});

test("only packages/host counts CPUs", () => {
  expect(
    naming(/\bavailableParallelism\b|\bos\.cpus\b|import \{[^}]*\bcpus\b[^}]*\} from "node:os"/g),
  ).toEqual([]);
});
