import { UsageError, type StackFile, type VariantShape } from "@stackbench/model";
import {
  chooseShapes,
  servesAnyEntry,
  variantIn,
  type AppInterface,
  type Shape,
} from "@stackbench/shapes";
import { closest } from "./closest.ts";

/**
 * The variants of a stack, by id: its app in the shapes that it takes, in the order of the interface, then those that are
 * spelled out. Throws UsageError naming field, expected and got.
 */
export function stackVariants(
  { app, framework, variants }: Pick<StackFile, "app" | "framework" | "variants">,
  appInterface: AppInterface | undefined,
): Record<string, VariantShape> {
  if (!app || !appInterface) return variants;
  const made: Record<string, VariantShape> = {};
  for (const shape of shapesOf(app.shapes, appInterface)) {
    if (shape.name in variants) {
      throw new UsageError(
        `variants.${shape.name}: expected another name, or app.shapes without ${shape.name}: that is the app in a shape of ${appInterface.id} already`,
      );
    }
    if (app.entry !== appInterface.entry && !servesAnyEntry(shape)) {
      throw new UsageError(
        `app.entry: expected "${appInterface.entry}", or app.shapes without ${shape.name}, which serves no other; got "${app.entry}"`,
      );
    }
    const { id, ...variant } = variantIn({ shape, entry: app.entry, framework });
    made[id] = variant;
  }
  return { ...made, ...variants };
}

function shapesOf(wanted: string | readonly string[], appInterface: AppInterface): Shape[] {
  const chosen = new Set<Shape>();
  for (const pattern of [wanted].flat()) {
    const found = chooseShapes(appInterface, pattern);
    for (const shape of found) chosen.add(shape);
    if (found.length > 0) continue;
    const names = appInterface.shapes.map(({ name }) => name);
    throw new UsageError(
      `app.shapes: expected "all" or shapes of ${appInterface.id} (${names.join(", ")}), got "${pattern}"${closest(pattern, names)}`,
    );
  }
  return appInterface.shapes.filter((shape) => chosen.has(shape));
}
