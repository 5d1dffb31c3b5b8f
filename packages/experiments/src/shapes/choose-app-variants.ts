import {
  appFileName,
  closest,
  UsageError,
  workerCount,
  type Selected,
  type Stack,
  type Variant,
} from "@stackbench/model";
import type { OwnShapes } from "@stackbench/session";
import { adjustableOf, atSize, chooseShapes, type Size } from "@stackbench/shapes";
import type { RequestedSizes } from "../workers/read-sizes.ts";

interface Asked {
  shapes: readonly string[] | undefined;
  sizes: RequestedSizes;
}

/**
 * The variants that are asked for, the usual ones where none are, each at the sizes that are asked for where it can
 * have others; and the plainest among them. What comes to the same is there once. `cpuCount`: n. Throws UsageError for
 * a name that hits nothing.
 */
export function chooseAppVariants(
  stack: Stack,
  own: OwnShapes,
  { shapes, sizes }: Asked,
  cpuCount: number,
): { all: Selected[]; plain: Selected } {
  const names = new Set((shapes ?? own.usual).flatMap((name) => namesOf(own, name)));
  const chosen = stack.variants.filter(({ id }) => names.has(id));
  if (chosen.length === 0) {
    throw new UsageError(
      `--shape=${[...names].join(",")}: expected "groups" in ${appFileName}, which say what paths are served apart, such as { "api": { "paths": ["/api/"] } }; got none`,
    );
  }
  // Its image needs the servers of these alone.
  const served = { ...stack, variants: chosen };
  const all = new Map<string, Selected>();
  for (const variant of chosen) {
    for (const sized of sizesOf(variant, sizes, cpuCount)) {
      const { id: _, ...shape } = sized;
      const workers = workerCount(shape, cpuCount);
      const same = JSON.stringify({ ...shape, workers });
      if (!all.has(same)) all.set(same, { stack: served, variant: sized });
    }
  }
  const entries = [...all.values()];
  const [usual] = own.usual;
  const plain = entries.find(({ variant }) => variant.id === usual) ?? entries[0]!;
  return { all: entries, plain };
}

function namesOf(own: OwnShapes, pattern: string): string[] {
  // What is called mod_wsgi everywhere else has a dash in a name of ours.
  const found = chooseShapes(own, pattern.replaceAll("_", "-")).map(({ name }) => name);
  if (found.length > 0) return found;
  const names = own.shapes.map(({ name }) => name);
  throw new UsageError(
    `--shape=${pattern}: expected shapes of ${own.id} (${names.join(", ")}), got "${pattern}"${closest(pattern, names)}`,
  );
}

/** Itself, or with each of the numbers that it can have. One that it has anyway keeps its name. */
function sizesOf(variant: Variant, sizes: RequestedSizes, cpuCount: number): Variant[] {
  const able = adjustableOf(variant);
  const workers = able.includes("workers") ? sizes.workers : undefined;
  const threads = able.includes("threads") ? sizes.threads : undefined;
  const own = workerCount(variant, cpuCount);
  return (workers ?? [undefined]).flatMap((count) =>
    (threads ?? [undefined]).map((each) => {
      const counted = count === undefined ? undefined : workerCount({ workers: count }, cpuCount);
      const size: Size = {
        ...(counted !== undefined && counted !== own && { workers: counted }),
        ...(each !== undefined && each !== variant.threads && { threads: each }),
      };
      return Object.keys(size).length === 0 ? variant : atSize(variant, size);
    }),
  );
}

/** `gunicorn-2n1` of `my-app:gunicorn-2n1`. */
export function shapeName(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
