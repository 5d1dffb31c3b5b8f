import type { LoadRequest } from "@stackbench/model";
import { excerpt, excerpts } from "../verify/excerpt.ts";
import type { Mismatch } from "../verify/expectation.ts";
import { fieldsMismatch } from "./json-fields.ts";

/** What may be known of bodies. */
type Bodies = Partial<LoadRequest["expect"]>;

/** Whether anything is known of the bodies of an answer that was learnt, beside their length. */
export function isBodyKnown({ body, ends, fields, matches }: Bodies): boolean {
  return [body, ends, fields, matches].some((known) => known !== undefined);
}

/** How a body differs from what was learnt, one character a byte; undefined where it does not. */
export function learntMismatch(
  { body, ends, fields, matches }: Bodies,
  got: string,
): Mismatch | undefined {
  if (body !== undefined && body !== got) return excerpts(body, got);
  const text = Buffer.from(got, "latin1").toString("utf8");
  if (matches && !new RegExp(matches.pattern, matches.flags).test(text)) {
    return { expected: `a match of /${matches.pattern}/${matches.flags}`, got: excerpt(text) };
  }
  return (fields && fieldsMismatch(fields, text)) ?? endsMismatch(ends, got);
}

function endsMismatch(ends: Bodies["ends"], got: string): Mismatch | undefined {
  if (ends === undefined) return undefined;
  const { start, end } = ends;
  if (!got.startsWith(start)) return excerpts(start, got);
  const isEnded = got.length >= start.length + end.length && got.endsWith(end);
  if (isEnded) return undefined;
  return {
    expected: `an end as of all answers before, ${JSON.stringify(end.slice(-60))}`,
    got: JSON.stringify(got.slice(-60)),
  };
}
