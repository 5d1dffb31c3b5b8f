import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { generatorIds } from "../packages/load/src/index.ts";

const root = resolve(import.meta.dirname, "..");

/** Whose traits are to be asked instead of their names, and where those alone may stand who know themselves. */
const adapters: { ids: readonly string[]; own: RegExp }[] = [
  { ids: generatorIds, own: /^packages\/load\/src\/generators\// },
];

/** Lines of a text that hold a value against the name of an adapter. */
function comparisons(text: string, ids: readonly string[]): string[] {
  const name = `["'\`](?:${ids.join("|")})["'\`]`;
  const compared = new RegExp(
    [
      `[!=]==?\\s*${name}`,
      `${name}\\s*[!=]==?`,
      `\\bcase\\s+${name}`,
      `\\.(?:includes|has|startsWith|indexOf|get)\\(\\s*${name}`,
      `\\[[^\\]]*${name}[^\\]]*\\](?:\\s*as const\\)?)?\\.(?:includes|indexOf|some)\\(`,
      `new (?:Set|Map)(?:<[^>]*>)?\\(\\[[^\\]]*${name}[^\\]]*\\]\\)\\.(?:has|get)`,
    ].join("|"),
    "g",
  );
  return [...text.matchAll(compared)].map(([found]) => found);
}

const production = globSync("{packages,apps}/*/{src,reference-servers}/**/*.ts", {
  cwd: root,
}).filter((file) => !/\.test\.ts$|\/testing\/|\/fixtures\//.test(file));

test.each(adapters)("no production code compares with one of $ids", ({ ids, own }) => {
  const found = production
    .filter((file) => !own.test(file))
    .flatMap((file) =>
      comparisons(readFileSync(join(root, file), "utf8"), ids).map((line) => `${file}: ${line}`),
    );
  expect(found).toEqual([]);
});

test.each([
  'const ours = load.generator.id === "stackbench";',
  "if ('wrk' !== generator) return;",
  'switch (id) {\n  case "hey":',
  '["hey", "ab"].includes(id)',
  'chosen.has("autocannon")',
])("%j is such a comparison", (line) => {
  expect(comparisons(line, generatorIds)).toHaveLength(1);
});

test.each([
  'createGenerator("stackbench")',
  'id: "wrk"',
  'command: "ab"',
  '"the wrk of today" === text',
])("%j is none", (line) => {
  expect(comparisons(line, generatorIds)).toEqual([]);
});
