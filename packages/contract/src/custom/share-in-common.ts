import type { LoadRequest } from "@stackbench/model";
import { fieldsInBoth } from "./json-fields.ts";
import { fieldsIn, sample, type Bodies } from "./known-of-bodies.ts";
import { stableEnds } from "./stable-ends.ts";

/**
 * How much of what is known of the bodies of two lessons is the same in both, from 0 to 1: of JSON the share of its fields,
 * of other text that of its beginning and end. Undefined where nothing is known of one of them.
 */
export function shareInCommon(
  first: LoadRequest["expect"],
  second: LoadRequest["expect"],
): number | undefined {
  if (first.body !== undefined && first.body === second.body) return 1;
  const [own, other] = [fieldsIn(first), fieldsIn(second)];
  if (own && other) return shareOf(fieldsInBoth(own, other).length, [own.length, other.length]);
  const bodies: Bodies[] = [first, second];
  const [ours, theirs] = bodies.map((each) => sample(each, ""));
  if (ours === undefined || theirs === undefined) return undefined;
  const { start, end } = stableEnds([ours, theirs]);
  return shareOf(start.length + end.length, [ours.length, theirs.length]);
}

function shareOf(common: number, lengths: readonly number[]): number {
  const most = Math.max(...lengths);
  return most === 0 ? 1 : Math.min(1, common / most);
}
