import type { JsonField, LoadRequest } from "@stackbench/model";
import { commonFields, fieldsInBoth, parseJson } from "./json-fields.ts";
import { stableEnds } from "./stable-ends.ts";

type Expect = LoadRequest["expect"];
type Bodies = Pick<Expect, "bodyBytes" | "body" | "ends" | "fields">;

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

/** Of JSON, what is known to stand in it. */
function fieldsIn({ body, fields }: Bodies): JsonField[] | undefined {
  if (fields !== undefined || body === undefined) return fields;
  const value = parseJson(Buffer.from(body, "latin1").toString("utf8"));
  return value === undefined ? undefined : commonFields([value], Date.now());
}

/** A body as it may be; `varying` stands for what no two have in common. */
function sample({ body, ends }: Bodies, varying: string): string | undefined {
  return body ?? (ends && ends.start + varying + ends.end);
}
