import type { JsonField, LoadRequest } from "@stackbench/model";
import { commonFields, parseJson } from "./json-fields.ts";

/** What a lesson knows of bodies. */
export type Bodies = Pick<LoadRequest["expect"], "bodyBytes" | "body" | "ends" | "fields">;

/** Of JSON, what is known to stand in it. */
export function fieldsIn({ body, fields }: Bodies): JsonField[] | undefined {
  if (fields !== undefined || body === undefined) return fields;
  const value = parseJson(Buffer.from(body, "latin1").toString("utf8"));
  return value === undefined ? undefined : commonFields([value], Date.now());
}

/** A body as it may be; `varying` stands for what no two have in common. */
export function sample({ body, ends }: Bodies, varying: string): string | undefined {
  return body ?? (ends && ends.start + varying + ends.end);
}
