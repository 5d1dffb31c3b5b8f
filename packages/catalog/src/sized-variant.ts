import {
  adjustables,
  UsageError,
  variantKey,
  variantSchema,
  type Adjustable,
  type Stack,
  type Variant,
} from "@stackbench/model";
import { adjustableOf, atSize, sizesIn, type Size } from "@stackbench/shapes";

/**
 * A variant of a stack with other numbers of workers, threads and replicas. Throws UsageError where it cannot have them, with the
 * variants of the stack that can, and where its id would be that of a variant of the stack's own.
 */
export function sizedVariant(stack: Stack, variant: Variant, size: Size): Variant {
  const asked = adjustables.filter((name) => size[name] !== undefined);
  const fixed = asked.filter((name) => !adjustableOf(variant).includes(name));
  if (fixed.length > 0) throw new UsageError(refusalOf(stack, variant, fixed));
  if (size.replicas !== undefined && variant.proxy === "none") {
    throw new UsageError(
      `${variantKey(variant)} cannot have several replicas: expected a variant behind a proxy, which shares requests out among them`,
    );
  }
  const sized = atSize(variant, size);
  if (stack.variants.some(({ id }) => id === sized.id)) {
    throw new UsageError(
      `${variantKey(variant)}: expected no variant of that stack called ${sized.id}, for that is ${variant.id} with other numbers of workers, threads or replicas; got one in its stack.json`,
    );
  }
  // A number out of range or a name that got too long.
  const { id, stackId: _, ...shape } = sized;
  const parsed = variantSchema.safeParse(shape);
  if (parsed.success && id.length <= 64) return sized;
  throw new UsageError(
    `${variantKey(sized)}: expected 1 to 512 workers and threads, 1 to 64 replicas, and a name of 64 characters at most`,
  );
}

/** The variant that an id such as `gunicorn-w5-t4` says; undefined where it says no size of a variant of the stack. */
export function findSized(stack: Stack, id: string): Variant | undefined {
  for (const { id: name, size } of sizesIn(id)) {
    const variant = stack.variants.find((one) => one.id === name);
    if (variant) return sizedVariant(stack, variant, size);
  }
  return undefined;
}

/** Why so many workers or threads cannot be asked of a variant, and what can be done. */
function refusalOf(stack: Stack, variant: Variant, fixed: readonly Adjustable[]): string {
  const numbers = fixed.join(" and ");
  const able = stack.variants.filter((one) =>
    fixed.every((name) => adjustableOf(one).includes(name)),
  );
  const instead =
    able.length > 0
      ? `expected one of ${able.map(variantKey).join(", ")}`
      : `expected a variant whose server takes them from ${fixed.map((name) => `$${name.toUpperCase()}`).join(" and ")}, and whose stack.json says so ("adjustable": ${JSON.stringify(fixed)}); no variant of ${stack.id} does`;
  return `${variantKey(variant)} cannot have other numbers of ${numbers}: ${instead}`;
}
