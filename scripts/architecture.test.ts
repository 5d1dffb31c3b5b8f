import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Imports go only downwards; siblings on one layer never import each other. See docs/architecture.md. */
const layers: Record<string, number> = {
  host: 0,
  model: 0,
  statistics: 0,
  // Of layer 1, and used by its sibling `contract`: what is verified is what is measured.
  http1: 0.5,
  // Of layer 1 too: the verifier in `contract` is spoken to as the generators of layer 2 are.
  lines: 0.5,
  contract: 1,
  plan: 1,
  report: 1,
  shapes: 1,
  // Of layer 1 too, above its sibling: a night is made of a run's table, and told in the same columns.
  history: 1.5,
  catalog: 2,
  drivers: 2,
  tuning: 2,
  load: 2,
  sampling: 2,
  network: 2,
  store: 2,
  // Beside the adapters, and none: what a person at a terminal types and sees.
  terminal: 2,
  // Beside them too: pictures as SVG, and what makes a page of them look and move.
  charts: 2,
  runner: 3,
  "reference-servers": 3,
  // Of layer 3, and stands on its siblings: what is calibrated is measured as in a run.
  calibration: 3.5,
  session: 4,
  experiments: 5,
  // Of layer 5 too: a study is several experiments, and what follows from all of them.
  reproductions: 5.5,
  action: 6,
  cli: 6,
  pack: 6,
  prove: 6,
  site: 6,
};

/** May do no input or output of their own: numbers and data in, numbers and data out. */
const pure = ["model", "statistics", "plan", "report", "shapes", "history"];

const root = resolve(import.meta.dirname, "..");
const scope = "@stackbench/";

interface Source {
  file: string;
  owner: string;
  isTest: boolean;
  imports: string[];
}

const packageNames = globSync("{packages,apps}/*/package.json", { cwd: root }).map((file) => ({
  directory: dirname(file),
  manifest: JSON.parse(readFileSync(join(root, file), "utf8")) as {
    name: string;
    dependencies?: Record<string, string>;
  },
}));

const sources: Source[] = packageNames.flatMap(({ directory, manifest }) =>
  globSync(`${directory}/src/**/*.ts`, { cwd: root }).map((file) => {
    const text = readFileSync(join(root, file), "utf8");
    return {
      file,
      owner: manifest.name.slice(scope.length),
      isTest: /\.test\.ts$|\/testing\//.test(file),
      imports: [...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gms)].map(
        (match) => match[1]!,
      ),
    };
  }),
);

function imported(specifier: string): string | undefined {
  return specifier.startsWith(scope) ? specifier.slice(scope.length).split("/")[0] : undefined;
}

test("every package has a layer, or is app code that stacks share", () => {
  const names = packageNames.map(({ manifest }) => manifest.name.slice(scope.length));
  expect(names.filter((name) => !name.startsWith("workloads-")).toSorted()).toEqual(
    Object.keys(layers).toSorted(),
  );
});

test("imports go only downwards", () => {
  const upward = sources.flatMap(({ file, owner, imports }) =>
    imports
      .map(imported)
      .filter((name) => name !== undefined && name !== owner)
      .filter((name) => !(layers[name!]! < layers[owner]!))
      .map((name) => `${file} imports ${name}`),
  );
  expect(upward).toEqual([]);
});

test("package.json names exactly the workspace packages that are imported", () => {
  for (const { manifest } of packageNames) {
    const owner = manifest.name.slice(scope.length);
    if (!(owner in layers)) continue;
    const used = new Set(
      sources
        .filter((source) => source.owner === owner)
        .flatMap(({ imports }) => imports.map(imported))
        .filter((name) => name !== undefined && name !== owner),
    );
    const declared = Object.keys(manifest.dependencies ?? {})
      .map(imported)
      .filter((name) => name !== undefined);
    expect({ owner, declared: declared.toSorted() }).toEqual({
      owner,
      declared: [...used].toSorted(),
    });
  }
});

test("pure packages do no input or output", () => {
  const effects = /^node:(fs|net|http|https|child_process|worker_threads|dgram|os|process)/;
  const impure = sources
    .filter(({ owner, isTest }) => pure.includes(owner) && !isTest)
    .flatMap(({ file, imports }) =>
      imports.filter((name) => effects.test(name)).map((name) => `${file} imports ${name}`),
    );
  expect(impure).toEqual([]);
});

test("only the session names adapters", () => {
  const adapters = new Set([
    "drivers",
    "tuning",
    "load",
    "sampling",
    "network",
    "store",
    "catalog",
  ]);
  const named = sources
    .filter(({ owner }) => owner !== "session" && !owner.startsWith("workloads-"))
    .flatMap(({ file, owner, imports }) =>
      imports
        .map(imported)
        .filter((name) => name !== owner && adapters.has(name!))
        .map((name) => `${file} imports ${name}`),
    );
  expect(named).toEqual([]);
});

test("relative imports stay inside their package", () => {
  const outside = sources.flatMap(({ file, imports }) =>
    imports
      .filter((name) => name.startsWith("."))
      .map((name) => relative(root, resolve(root, dirname(file), name)))
      .filter((target) => !target.startsWith(file.split("/").slice(0, 2).join("/")))
      .map((target) => `${file} imports ${target}`),
  );
  expect(outside).toEqual([]);
});
