import type { CustomRequest } from "@stackbench/model";
import type { AskedPart } from "./asked-requests.ts";

/** What stands in a plan that is only shown: nobody was asked what the right answer is. */
export function unlearnt({
  name,
  weight,
  request: { wanted, ...asked },
}: AskedPart): CustomRequest {
  const expect = { status: 200, bodyBytes: null, ...wanted };
  return { name, weight, request: { ...asked, expect } };
}
