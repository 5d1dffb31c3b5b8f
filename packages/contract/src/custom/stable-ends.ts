import type { LoadRequest } from "@stackbench/model";

/** What bodies begin and end with, one character a byte. */
type Ends = NonNullable<LoadRequest["expect"]["ends"]>;

/** What a value stands between, in JSON, HTML and lines of text. */
const boundary = "<>{}[]\"'\n";

/**
 * What all bodies have in common before and behind what varies, up to where a value or a text begins: of
 * `{"at":"12:00:01"}` and `{"at":"12:00:07"}` these are `{"at":"` and `"}`, for the hour will vary too in time. Either
 * may be empty.
 */
export function stableEnds(bodies: readonly string[]): Ends {
  const [first = ""] = bodies;
  // Bodies that are all the same have nothing that varies.
  if (bodies.every((body) => body === first)) return { start: first, end: "" };
  const shortest = Math.min(...bodies.map(({ length }) => length));
  const isCommon = (at: (body: string) => number): boolean =>
    bodies.every((body) => body[at(body)] === first[at(first)]);
  let before = 0;
  while (before < shortest && isCommon(() => before)) before++;
  let behind = 0;
  while (behind < shortest - before && isCommon(({ length }) => length - 1 - behind)) behind++;
  while (before > 0 && !boundary.includes(first[before - 1]!)) before--;
  while (behind > 0 && !boundary.includes(first[first.length - behind]!)) behind--;
  return { start: first.slice(0, before), end: first.slice(first.length - behind) };
}
