import type { HttpResponse } from "./incoming.ts";

/** What a refusal of one who asks too often says of itself (RFC 6585, section 4), to stand behind its status; else nothing. */
export function rateLimitIn({ status, headers }: Pick<HttpResponse, "status" | "headers">): string {
  if (status !== 429) return "";
  const retryAfter = headers.get("retry-after")?.slice(0, 40);
  return ` (a rate limit${retryAfter === undefined ? "" : `, Retry-After: ${retryAfter}`})`;
}
