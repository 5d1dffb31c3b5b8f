import type { LoadRequest } from "@stackbench/model";
import type { Expectation } from "../verify/expectation.ts";

/** What is known of an answer beside its body. */
export function learntHead({
  status,
  contentType,
  headers,
}: Pick<LoadRequest["expect"], "status" | "contentType" | "headers">): Expectation {
  return {
    status,
    ...(contentType !== undefined && { contentType }),
    ...(headers && { headers }),
  };
}
