import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "..");
const images = join(root, "packages/drivers/src/images");
const read = (path: string): string => readFileSync(path, "utf8");

/** `name==version` by name, of a file of requirements. */
function pins(text: string): Map<string, string> {
  const found = text.matchAll(/^([\w.-]+)==([^\s;\\]+)/gm);
  return new Map([...found].map(([, name = "", version = ""]) => [name, version]));
}

const shared = pins(read(join(root, "packages/workloads-python/requirements.lock")));

// A server is written down once for the catalogue's apps and once for apps as they are: it is to be the same server.
test("apps as they are get the catalogue's versions of Python servers", () => {
  const recipe = join(images, "own-python");
  let compared = 0;
  for (const file of readdirSync(recipe).filter((name) => name.startsWith("servers-"))) {
    for (const [name, version] of pins(read(join(recipe, file)))) {
      // The catalogue has no app on it.
      if (!shared.has(name)) continue;
      compared++;
      expect(`${file}: ${name} ${shared.get(name)}`).toBe(`${file}: ${name} ${version}`);
    }
  }
  expect(compared).toBeGreaterThan(10);
});

test("apps as they are get the catalogue's version of pm2", () => {
  const { catalog } = parse(read(join(root, "pnpm-workspace.yaml"))) as {
    catalog: Record<string, string>;
  };
  expect(read(join(images, "own-node/pm2.sh"))).toContain(`\nversion=${catalog["pm2"]}\n`);
});

// Over the shared packages it puts its own: one more that differs would be another stack than is told.
test("Sanic's image has another version than the others of multidict alone", () => {
  const own = pins(read(join(root, "stacks/sanic/requirements.lock")));
  expect(own.size).toBeGreaterThan(3);
  const differing = [...own].filter(([name, version]) => (shared.get(name) ?? version) !== version);
  expect(differing.map(([name]) => name)).toEqual(["multidict"]);
});
