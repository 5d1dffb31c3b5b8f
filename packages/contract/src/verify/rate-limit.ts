import type { HttpResponse } from "./incoming.ts";

/**
 * What a refusal of one who asks too often says of itself, to stand behind its status: 429 (RFC 6585, section 4), or 503
 * that says when to come again (RFC 9110, section 15.6.4); else nothing.
 */
export function rateLimitIn({ status, headers }: Pick<HttpResponse, "status" | "headers">): string {
  const retryAfter = headers.get("retry-after")?.slice(0, 40);
  const when = retryAfter === undefined ? "" : `, Retry-After: ${retryAfter}`;
  if (status === 429) return ` (a rate limit${when})`;
  return status === 503 && when !== "" ? ` (a limit, or too much to do${when})` : "";
}
