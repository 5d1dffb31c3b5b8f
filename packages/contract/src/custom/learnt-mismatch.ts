import type { LoadRequest } from "@stackbench/model";
import { excerpts } from "../verify/excerpt.ts";
import type { Mismatch } from "../verify/expectation.ts";

/** Whether anything is known of the bodies of an answer that was learnt, beside their length. */
export function isBodyKnown({ body, ends }: LoadRequest["expect"]): boolean {
  return body !== undefined || ends !== undefined;
}

/** How a body differs from what was learnt, one character a byte; undefined where it does not. */
export function learntMismatch(
  { body, ends }: LoadRequest["expect"],
  got: string,
): Mismatch | undefined {
  if (body !== undefined) return body === got ? undefined : excerpts(body, got);
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
