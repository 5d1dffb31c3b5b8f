import { excerpt, excerpts } from "./excerpt.ts";
import type { HttpResponse } from "./incoming.ts";
import { rateLimitIn } from "./rate-limit.ts";

/** What a right answer looks like. What is absent may be anything. */
export interface Expectation {
  status: number | readonly number[];
  /** Media type; parameters such as charset are allowed. */
  contentType?: string;
  /** Name in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** The exact text, made only when an answer is there, or a rule. */
  body?: string | (() => string) | BodyRule;
}

/** For bodies that may be spelled in several ways. */
export interface BodyRule {
  /** In words or as text. */
  expected: string;
  accepts(body: string): boolean;
}

export interface Mismatch {
  expected: string;
  got: string;
}

/** The first thing in which an answer is not as expected. */
export function mismatchOf(
  response: Pick<HttpResponse, "status" | "headers" | "body">,
  expectation: Expectation,
): Mismatch | undefined {
  const { status, contentType, headers, body } = expectation;
  const text = response.body.toString("utf8");
  const statuses = typeof status === "number" ? [status] : status;
  if (!statuses.includes(response.status)) {
    return {
      expected: `status ${statuses.join(" or ")}`,
      got: `${response.status}${rateLimitIn(response)} ${excerpt(text)}`,
    };
  }
  if (contentType !== undefined) {
    const got = response.headers.get("content-type");
    const mediaType = got?.split(";")[0]!.trim().toLowerCase();
    if (mediaType !== contentType) return headerMismatch("Content-Type", contentType, got);
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    const got = response.headers.get(name);
    if (got !== value) return headerMismatch(name, value, got);
  }
  return bodyMismatch(text, body);
}

/** The first thing in which a body is not as expected. */
export function bodyMismatch(text: string, body: Expectation["body"]): Mismatch | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "object") {
    return body.accepts(text) ? undefined : { expected: body.expected, got: excerpt(text) };
  }
  const exact = typeof body === "string" ? body : body();
  return text === exact ? undefined : excerpts(exact, text);
}

function headerMismatch(name: string, expected: string, got: string | undefined): Mismatch {
  return {
    expected: `${name}: ${expected}`,
    got: got === undefined ? `no ${name}` : `${name}: ${got.slice(0, 100)}`,
  };
}
