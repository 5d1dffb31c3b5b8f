import { variantKey, type Selected } from "@stackbench/model";
import { randomBelow, type Random } from "@stackbench/statistics";

/**
 * Of all variants enough that every shape of every interface is among them on one of its stacks, and every stack: which, is drawn,
 * each with the same chance. In their order.
 */
export function coverShapes(all: readonly Selected[], random: Random): Selected[] {
  const draw = (some: readonly Selected[]): Selected => some[randomBelow(some.length, random)]!;
  const chosen = new Set([...Map.groupBy(all, shapeOf).values()].map(draw));
  const stacks = new Set([...chosen].map(({ stack }) => stack.id));
  for (const [id, ofStack] of Map.groupBy(all, ({ stack }) => stack.id)) {
    if (!stacks.has(id)) chosen.add(draw(ofStack));
  }
  return all.filter((one) => chosen.has(one));
}

/** `wsgi/gunicorn`; what a stack alone has is a shape of its own. */
function shapeOf({ stack, variant }: Selected): string {
  return stack.app === undefined ? variantKey(variant) : `${stack.app.interface}/${variant.id}`;
}
