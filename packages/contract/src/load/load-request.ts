import type { LoadRequest } from "@stackbench/model";

/** A GET without a body; `body` is the exact answer, of which only the length is kept; null where it may vary. */
export function loadRequest(path: string, body: string | null): LoadRequest {
  return {
    method: "GET",
    path,
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: body === null ? null : Buffer.byteLength(body) },
  };
}
