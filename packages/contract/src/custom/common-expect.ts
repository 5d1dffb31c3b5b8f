import type { LoadRequest } from "@stackbench/model";
import { fieldsInBoth } from "./json-fields.ts";
import { fieldsIn, sample, type Bodies } from "./known-of-bodies.ts";
import { stableEnds } from "./stable-ends.ts";

type Expect = LoadRequest["expect"];

/**
 * What two lessons of one request have in common: the same app behind another server may tell of it in its answers, as of
 * headers that a proxy adds. The status is the first one's: an answer of another is another answer. What somebody said of
 * bodies (`matches`) is the same in both.
 */
export function commonExpect(first: Expect, second: Expect): Expect {
  const { contentType, bodyBytes: _, body: _body, ends: _ends, fields: _fields, ...rest } = first;
  return {
    ...rest,
    ...(contentType !== undefined && contentType === second.contentType && { contentType }),
    ...commonBodies(first, second),
  };
}

function commonBodies(first: Bodies, second: Bodies): Bodies {
  const isSame = first.body !== undefined && first.body === second.body;
  if (isSame) return { bodyBytes: first.bodyBytes, body: first.body! };
  const bodyBytes = first.bodyBytes === second.bodyBytes ? first.bodyBytes : null;
  const [own, other] = [fieldsIn(first), fieldsIn(second)];
  if (own && other) {
    const fields = fieldsInBoth(own, other);
    if (fields.length > 0) return { bodyBytes, fields };
  }
  const [ours, theirs] = [sample(first, "\u0001"), sample(second, "\u0002")];
  if (ours === undefined || theirs === undefined) return { bodyBytes };
  const ends = stableEnds([ours, theirs]);
  return { bodyBytes, ...(ends.start + ends.end !== "" && { ends }) };
}
