import { UsageError, type StackFile, type VariantShape, closest } from "@stackbench/model";
import {
  chooseShapes,
  servesItsOwnEntry,
  variantIn,
  type AppInterface,
  type Shape,
} from "@stackbench/shapes";

/**
 * The variants of a stack, by id: its app in the shapes that it takes, in the order of the interface, then those that are
 * spelled out. Throws UsageError naming field, expected and got.
 */
export function stackVariants(
  { app, framework, variants }: Pick<StackFile, "app" | "framework" | "variants">,
  appInterface: AppInterface | undefined,
): Record<string, VariantShape> {
  if (!app || !appInterface) return variants;
  const shapes = shapesOf(app.shapes, appInterface);
  const twice = shapes.find(({ name }) => Object.hasOwn(variants, name))?.name;
  if (twice !== undefined) {
    throw new UsageError(
      `variants.${twice}: expected another name, or app.shapes without ${twice}: that is the app in a shape of ${appInterface.id} already`,
    );
  }
  const fixed = app.entry === appInterface.entry ? [] : shapes.filter(servesItsOwnEntry);
  if (fixed.length > 0) {
    throw new UsageError(
      `app.entry: expected "${appInterface.entry}", or app.shapes without ${namesOf(fixed)}, where it can be no other; got "${app.entry}"`,
    );
  }
  const made = shapes.map((shape) => {
    const { id, ...variant } = variantIn({ shape, entry: app.entry, framework });
    return [id, variant] as const;
  });
  return { ...Object.fromEntries(made), ...variants };
}

function namesOf(shapes: readonly Shape[]): string {
  return shapes.map(({ name }) => name).join(", ");
}

function shapesOf(wanted: string | readonly string[], appInterface: AppInterface): Shape[] {
  const chosen = new Set<Shape>();
  for (const pattern of [wanted].flat()) {
    const found = chooseShapes(appInterface, pattern);
    for (const shape of found) chosen.add(shape);
    if (found.length > 0) continue;
    const names = appInterface.shapes.map(({ name }) => name);
    throw new UsageError(
      `app.shapes: expected "all" or shapes of ${appInterface.id} (${namesOf(appInterface.shapes)}), got "${pattern}"${closest(pattern, names)}`,
    );
  }
  return appInterface.shapes.filter((shape) => chosen.has(shape));
}
